// A port belongs to whoever holds a listening socket on it. If a child or worker keeps one, the
// server that is started again finds its port taken.
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
}

// A server that ends by itself while it serves its only client needs no signal.
Verdict JudgeEndByItself(const Observation& seen) {
  if (!seen.alive) return Pass("The server ended by itself, and nothing of it is left.");
  return Untested("The started process has gone and nobody listens: " + DescribeTasks(seen) + ".");
}

Verdict Judge(const Evidence& evidence) {
  if (!evidence.Has("after SIGTERM")) return JudgeEndByItself(evidence.At("with one client"));
  const Observation& after = evidence.At("after SIGTERM");
  const TaskSeen* server = after.Task(static_cast<int>(evidence.Number("pid")));
  if (server != nullptr && !server->IsZombie())
    return Untested("The server did not end on SIGTERM.");
  const std::vector<int> holders = after.ListenerHolders();
  if (holders.empty())
    return Pass("No process holds the listening socket once the server was stopped.");
  const bool burns = after.Burns();
  if (!burns && !after.AtRest())
    return Unresolved("The server did not come to rest: " + DescribeTasks(after) + ".");
  return Fail("The server was stopped, but " + Pids(holders) + " still " +
                  (holders.size() == 1 ? "holds" : "hold") +
                  " its listening socket: " + DescribeTasks(after) + ".",
              burns ? Proof::kTimed : Proof::kState);
}

const Check kCheck{
    .id = "shutdown/frees_its_port",
    .title = "frees its port",
    .requirement = "After the server ended no process MUST still hold the listening socket.",
    .see = {"close(2)", "bind(2)"},
    .hint =
        "close(sockfd) in every child; a parent with workers must stop them when it is stopped.",
    .after = {"startup/listens_for_connections"},
    .root_causes = {"shutdown/ends_on_sigterm", "descriptors/child_closes_listening_socket",
                    "processes/child_never_accepts"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
