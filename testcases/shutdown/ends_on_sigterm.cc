// Whoever runs a server stops it with SIGTERM, or with Ctrl+C, which is SIGINT. A server that
// answers to neither must be killed, and cannot tidy up.
#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

// The started process, or where that has gone (a daemon) the oldest holder of the listening socket.
std::optional<int> ServerPid(Session& session) {
  const Observation& seen = session.Seen();
  const int started = session.box().pid();
  const TaskSeen* task = seen.Task(started);
  if (task != nullptr && !task->IsZombie()) return started;
  const std::vector<int> holders = seen.ListenerHolders();
  if (holders.empty()) return std::nullopt;
  return holders.front();
}

Task<void> Exercise(Session& session) {
  co_await session.Rest("idle");
  if (const auto pid = ServerPid(session)) {
    session.Count("pid", *pid);
    session.MindSleepers();
    session.Signal(*pid, SIGTERM);
  }
  co_await session.Rest("after SIGTERM");
  if (!co_await session.Relaunch()) co_return;
  if (const auto pid = ServerPid(session)) {
    const bool leads_the_group = *pid == session.box().pid();
    session.Count("pid again", *pid);
    session.MindSleepers();
    if (leads_the_group) {
      session.SignalGroup(SIGINT);
    } else {
      session.Signal(*pid, SIGINT);
    }
  }
  co_await session.Rest("after SIGINT");
}

// Workers that go on taking clients are the server as well.
const TaskSeen* StillServes(const Observation& seen, int pid) {
  const TaskSeen* task = seen.Task(pid);
  if (task != nullptr && !task->IsZombie()) return task;
  const auto accepting = std::find_if(
      seen.tasks.begin(), seen.tasks.end(),
      [](const TaskSeen& other) { return !other.IsZombie() && other.WaitsOnListener(); });
  return accepting == seen.tasks.end() ? nullptr : &*accepting;
}

Verdict JudgeOne(const Observation& seen, std::int64_t pid, const std::string& signal) {
  const TaskSeen* task = StillServes(seen, static_cast<int>(pid));
  if (task == nullptr) return Pass("It ends on " + signal + ".");
  if (!seen.Decided()) {
    return Unresolved("After " + signal +
                      " the server did not come to rest: " + DescribeTasks(seen) + ".");
  }
  return Fail("After " + signal + " to pid " + std::to_string(pid) +
                  " the server goes on: " + Describe(*task) + ".",
              seen.AtRest() ? Proof::kState : Proof::kTimed);
}

Verdict Judge(const Evidence& evidence) {
  const Verdict term = JudgeOne(evidence.At("after SIGTERM"), evidence.Number("pid"), "SIGTERM");
  if (term.outcome != Outcome::kPass || !evidence.Has("after SIGINT")) return term;
  const Verdict interrupt =
      JudgeOne(evidence.At("after SIGINT"), evidence.Number("pid again"), "SIGINT");
  if (interrupt.outcome != Outcome::kPass) return interrupt;
  return Pass("It ends on SIGTERM and on SIGINT.");
}

const Check kCheck{
    .id = "shutdown/ends_on_sigterm",
    .title = "ends on SIGTERM and SIGINT",
    .requirement = "SIGTERM and SIGINT MUST end the server.",
    .see = {"signal(7)", "sigaction(2)"},
    .hint =
        "Do not ignore SIGTERM and SIGINT. A handler that only sets a flag needs an accept() that "
        "is "
        "interrupted (no SA_RESTART) and a loop that looks at the flag.",
    .after = {"startup/listens_for_connections"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
