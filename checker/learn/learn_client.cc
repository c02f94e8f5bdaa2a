#include "checker/drive/client_session.h"
#include "checker/learn/launch_forms.h"
#include "checker/learn/learn.h"

namespace checker {
namespace {

using sandbox::Result;

// Where the client went when it was started like this; 0: nowhere.
Task<Result<int>> PortThatIsTried(LaunchPlan plan, ClientFacts facts) {
  ClientSession session(plan, facts);
  const bool launched = co_await session.Launch();
  if (launched) {
    session.Listen();
    session.Start();
    co_await session.Rest();
  }
  const Evidence evidence = session.TakeEvidence();
  if (!evidence.obstacle.empty()) co_return sandbox::Error("start the client", evidence.obstacle);
  co_return session.connected_port();
}

}  // namespace

Task<Result<void>> LearnClient(const LearnRequest& request, ClientFacts* facts) {
  facts->port = request.plan.port;
  facts->other_ports = PossiblePorts(request.numbers_in_sources);
  const std::vector<LaunchForm> forms =
      request.launch ? std::vector<LaunchForm>{*request.launch} : UsualClientForms();
  facts->launch = forms.front();
  if (request.launch) co_return Result<void>();  // where it goes is for a check to say
  std::optional<ClientFacts> constant;
  for (const LaunchForm& form : forms) {
    ClientFacts attempt = *facts;
    attempt.launch = form;
    const auto port = co_await PortThatIsTried(request.plan, attempt);
    if (!port) co_return port.error();
    if (*port == facts->port) {
      facts->launch = form;
      co_return Result<void>();
    }
    if (*port == 0 || (constant && constant->launch.arguments.size() <= form.arguments.size()))
      continue;
    attempt.port = *port;
    constant = attempt;
  }
  if (constant && !request.port_is_given) *facts = *constant;
  co_return Result<void>();
}

}  // namespace checker
