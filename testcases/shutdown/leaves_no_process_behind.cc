// When a server is stopped, what it has started should stop with it, or when the last client has
// gone.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  const int client = co_await session.Connect();
  co_await session.HearGreeting(client);
  co_await session.Rest("with one client");
  const auto holders = session.Seen().ListenerHolders();
  const TaskSeen* started = session.Seen().Task(session.box().pid());
  const bool started_lives = started != nullptr && !started->IsZombie();
  if (!started_lives && holders.empty()) co_return;
  const int pid = started_lives ? session.box().pid() : holders.front();
  session.Count("pid", pid);
  session.MindSleepers();
  session.Signal(pid, SIGTERM);
  co_await session.Rest("after SIGTERM");
  co_await session.HangUp(client);
  co_await session.RestAndType("the client has gone");
}

// A server that ends by itself while it serves its only client needs no signal.
Verdict JudgeEndByItself(const Observation& seen) {
  if (!seen.alive) return Pass("The server ended by itself, and nothing of it is left.");
  return Untested("The started process has gone and nobody listens: " + DescribeTasks(seen) + ".");
}

Verdict Judge(const Evidence& evidence) {
  if (!evidence.Has("the client has gone")) return JudgeEndByItself(evidence.At("with one client"));
  const Observation& last = evidence.At("the client has gone");
  const TaskSeen* server =
      evidence.At("after SIGTERM").Task(static_cast<int>(evidence.Number("pid")));
  if (server != nullptr && !server->IsZombie())
    return Untested("The server did not end on SIGTERM.");
  const std::vector<int> left = last.LivePids();
  if (left.empty())
    return Pass("Nothing is left once the server was stopped and the client has gone.");
  const bool burns = last.Burns();
  if (!burns && !last.AtRest())
    return Unresolved("The server did not come to rest: " + DescribeTasks(last) + ".");
  return Fail("The server was stopped and the client has gone, but " + Pids(left) +
                  (left.size() == 1 ? " is" : " are") + " still there: " + DescribeTasks(last) +
                  ".",
              burns ? Proof::kTimed : Proof::kState);
}

const Check kCheck{
    .id = "shutdown/leaves_no_process_behind",
    .title = "leaves no process behind",
    .level = Level::kShould,
    .requirement =
        "With one idle client, processes SHOULD end with the server or when that client leaves.",
    .see = {"kill(2)", "signal(7)"},
    .hint =
        "A parent with workers must stop them when it is stopped: a SIGTERM handler that passes "
        "the signal on.",
    .after = {"startup/listens_for_connections"},
    .root_causes = {"shutdown/ends_on_sigterm", "processes/child_exits_after_its_client_leaves",
                    "processes/child_never_accepts"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
