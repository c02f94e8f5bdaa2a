// exit() closes every descriptor, so that nothing is lost; but who leaves it to exit() forgets it where the process lives on.
#include <set>

#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  co_await session.Rest("idle");
  session.Count("traced", session.Trace() ? 1 : 0);
  const int client = co_await session.Connect();
  co_await session.Converse(client, "message");
  co_await session.HangUp(client);
  co_await session.RestAndType("the client has left");
}

// A process that has given the connection on to its own child, and ends before it, is not the last to have it.
bool LeavesChildren(const Evidence& evidence, const ExitSeen& exit) {
  std::set<int> children;
  for (const BirthSeen& birth : evidence.births) {
    if (birth.parent == exit.pid && !birth.is_thread) children.insert(birth.pid);
  }
  for (const ExitSeen& earlier : evidence.exits) {
    if (earlier.pid == exit.pid) break;
    children.erase(earlier.pid);
  }
  return !children.empty();
}

Verdict Judge(const Evidence& evidence) {
  if (evidence.Number("traced") == 0) return Unsupported("What a process holds when it ends cannot be seen here: ptrace is refused.");
  const Observation& idle = evidence.At("idle");
  int ended = 0;
  for (const ExitSeen& exit : evidence.exits) {
    const bool is_child = idle.Task(exit.pid) == nullptr;
    const bool by_itself = (exit.exit_status & 0x7f) == 0;
    if (!is_child || !by_itself || LeavesChildren(evidence, exit)) continue;
    ++ended;
    if (exit.Clients().empty()) continue;
    return Fail("When pid " + std::to_string(exit.pid) + " called exit() it still held its client's connection.",
                Proof::kEvent);
  }
  if (ended == 0) return Untested("No child ended by itself: " + DescribeTasks(evidence.At("the client has left")) + ".");
  return Pass("The child had closed its client's connection when it ended.");
}

const Check kCheck{
    .id = "descriptors/child_closes_connected_socket",
    .title = "child closes the connected socket",
    .level = Level::kShould,
    .requirement = "The child SHOULD close the connected socket itself before it exits.",
    .see = {"close(2)", "exit(3)"},
    .hint = "close(newsock) at the end of what the child does, before exit().",
    .applies_to = {Design::kFork},
    .after = {"exchange/replies_to_one_message"},
    .root_causes = {"processes/child_never_accepts", "processes/child_exits_after_its_client_leaves"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
