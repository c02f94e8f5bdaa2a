// fork() and then wait() in the parent is an iterative server with more work: the next client waits
// until the child is done.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  co_await session.Rest("idle");
  const int first = co_await session.Connect();
  co_await session.HearGreeting(first);
  co_await session.Rest("the first is served");
  const int second = co_await session.Connect();
  co_await session.Rest("the second has come");
  session.Count("second", second);
  NoteWhereItSleeps(session);
}

Verdict Judge(const Evidence& evidence) {
  const Observation& idle = evidence.At("idle");
  const Observation& seen = evidence.At("the second has come");
  const auto second = static_cast<int>(evidence.Number("second"));
  if (auto ended = FailIfEnded(seen, "while its first client was connected")) {
    return Untested(ended->rationale);
  }
  if (seen.WasAccepted(second)) {
    return Pass("While the first client's child lived, the parent accepted the second client.");
  }
  if (!seen.AtRest())
    return Unresolved("The server did not come to rest: " + DescribeTasks(seen) + ".");
  for (const TaskSeen& task : seen.tasks) {
    if (task.IsZombie() || idle.Task(task.pid) == nullptr || !task.call.starts_with("wait"))
      continue;
    return Fail("The parent waits for its child while another client waits for the parent: " +
                DescribeTasks(seen) + ", while " + DescribeConnection(seen, second) + ".");
  }
  return Untested(
      "The parent did not accept the second client, but not because it waits for its child: " +
      DescribeTasks(seen) + ".");
}

const Check kCheck{
    .id = "processes/parent_does_not_wait_for_its_child",
    .title = "parent does not wait for its child",
    .requirement = "The parent MUST not block for its child while another client waits.",
    .see = {"waitpid(2)", "sigaction(2)"},
    .hint = "Take wait() out of the accept loop; reap in a SIGCHLD handler, with WNOHANG.",
    .applies_to = {Design::kFork},
    .needs = {Need::kHeldClient},
    .after = {"startup/listens_for_connections"},
    .suspect = Suspect::kSleeping,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
