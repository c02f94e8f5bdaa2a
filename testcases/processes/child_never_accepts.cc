// A child that forgets to exit() runs on into the accept loop of its parent, and from then on two
// processes (soon four, then eight) compete for every new client.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  co_await session.Rest("idle");
  const int client = co_await session.Connect();
  co_await session.Converse(client, "message");
  // Some leave their loop after a few messages.
  const bool goes_on = session.facts().exchange && session.facts().exchange->Repeats();
  for (int more = 0; more < 2 && goes_on && !session.client(client).ended(); ++more)
    co_await session.Converse(client, "");
  co_await session.HangUp(client);
  co_await session.Rest("the client has gone");
  int spins_in_accept = 0;
  for (const int pid : BornSince(session.At("idle"), session.Seen())) {
    const bool accepts = session.Seen().Burns() && session.KeepsCallingAccept(pid);
    if (accepts) spins_in_accept = pid;
  }
  session.Count("spins in accept", spins_in_accept);
}

Verdict Judge(const Evidence& evidence) {
  const Observation& idle = evidence.At("idle");
  const Observation& gone = evidence.At("the client has gone");
  const std::set<int> born = BornSince(idle, gone);
  bool parent_accepts = false;
  const TaskSeen* accepting_child = nullptr;
  for (const TaskSeen& task : gone.tasks) {
    if (!task.WaitsOnListener()) continue;
    if (born.contains(task.pid)) {
      accepting_child = &task;
    } else {
      parent_accepts = true;
    }
  }
  if (const auto pid = evidence.Number("spins in accept"); pid > 0) {
    return Fail("The child went on into the accept loop: pid " + std::to_string(pid) +
                    " calls accept() again and again, and gets nothing but errors.",
                Proof::kTimed);
  }
  if (accepting_child == nullptr) {
    if (!gone.Decided()) {
      return Unresolved("The server did not come to rest: " + DescribeTasks(gone) + ".");
    }
    return Pass("No process that was born for a client waits in accept().");
  }
  if (!parent_accepts) {
    return Unresolved(
        "The process that was born accepts and the one before it does not: parent and child "
        "have swapped roles. " +
        DescribeTasks(gone) + ".");
  }
  return Fail("The child went on into the accept loop: " + DescribeTasks(gone) + ".");
}

const Check kCheck{
    .id = "processes/child_never_accepts",
    .title = "child never accepts",
    .requirement = "A child MUST not go on into the accept loop.",
    .see = {"exit(3)", "fork(2)"},
    .hint = "Put exit(0) at the end of the child's branch, on every path out of it.",
    .applies_to = {Design::kFork},
    .after = {"startup/listens_for_connections"},
    .suspect = Suspect::kFork,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
