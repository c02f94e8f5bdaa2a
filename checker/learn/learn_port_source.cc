#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "checker/drive/launched_server.h"
#include "checker/learn/learn.h"
#include "checker/probe/next_calls.h"
#include "sandbox/os/deadline.h"

namespace checker {
namespace {

using sandbox::Result;

// A shell that stands still before its first step, and then becomes the server.
LaunchPlan StandingStill(LaunchPlan plan) {
  std::vector<std::string> words = {"/bin/sh", "-c", "kill -STOP $$; exec \"$@\"", "sh"};
  if (plan.words.empty()) words.push_back("./" + plan.program);
  words.insert(words.end(), plan.words.begin(), plan.words.end());
  plan.words = std::move(words);
  return plan;
}

bool StandsStill(const Look& look) {
  return std::any_of(look.tasks.begin(), look.tasks.end(),
                     [](const TaskLook& task) { return task.raw.state == 'T'; });
}

Task<bool> ComesToAStop(LaunchedServer& server) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  const auto deadline = sandbox::Deadline::After(std::chrono::seconds(5));
  while (!deadline.passed()) {
    const std::vector<ClientEnd> nobody;
    if (const auto looked = server.TakeLook(nobody); !looked) co_return false;
    if (StandsStill(server.look())) co_return true;
    timer.expires_after(std::chrono::microseconds(500));
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
  co_return false;
}

}  // namespace

Task<Result<void>> LearnPortSource(const LearnRequest& request, ServerFacts* facts) {
  if (facts->port_source != PortSource::kEphemeral) co_return Result<void>();
  const LaunchPlan plan = StandingStill(request.plan);
  auto server = co_await LaunchedServer::Start(plan, facts->launch.arguments);
  if (!server) co_return server.error();
  const bool stands_still = co_await ComesToAStop(**server);
  sandbox::Box& box = (*server)->box();
  const auto pid = box.OutsidePid(box.pid());
  if (!stands_still || !pid) co_return Result<void>();
  const auto fails = BindFailsBeforeListen(*pid, box.reading_user());
  if (fails.value_or(false)) facts->port_source = PortSource::kRandomAfterFailedBind;
  co_return Result<void>();
}

}  // namespace checker
