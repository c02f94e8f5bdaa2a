// A thread per client: while one waits in recv() the others run.
#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kClients = 3;

Task<void> Exercise(Session& session) {
  co_await session.Rest("idle");
  for (int i = 0; i < std::min(kClients, session.clients_to_hold()); ++i) {
    const int client = co_await session.Connect();
    co_await session.HearGreeting(client);
    co_await session.Rest("client " + std::to_string(client) + " held");
  }
}

Verdict Judge(const Evidence& evidence) {
  const Observation* before = &evidence.At("idle");
  for (std::size_t i = 1; i < evidence.moments.size(); ++i) {
    const Observation& held = evidence.moments[i].seen;
    const std::string client = "client " + std::to_string(i);
    if (auto ended = FailIfEnded(held, "when " + client + " connected")) return *ended;
    // That it is not accepted is another check's to judge: the clients before it were handled as they must.
    if (!held.WasAccepted(static_cast<int>(i)) && i > 1) break;
    if (!held.WasAccepted(static_cast<int>(i))) {
      return Untested("The server did not accept " + client + " while the others were held: " + DescribeTasks(held) + ".");
    }
    const auto born = ThreadsBornSince(*before, held);
    if (born.empty() && held.Holders(static_cast<int>(i)).empty()) {
      return Unresolved("The server handled " + client + " too quickly for its thread to be seen.");
    }
    if (born.empty()) {
      return Fail("No thread was started for " + client + ": " + DescribeTasks(held) + ".");
    }
    before = &held;
  }
  return Pass("A thread was started for each client that was held.");
}

const Check kCheck{
    .id = "threads/starts_one_thread_per_client",
    .title = "starts one thread per client",
    .requirement = "Each client MUST be handled in a thread of its own.",
    .see = {"pthread_create(3)"},
    .hint = "Call pthread_create() once after every accept(), and pass the socket's number to it by value.",
    .applies_to = {Design::kThreads},
    .needs = {Need::kHeldClient},
    .after = {"startup/listens_for_connections"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
