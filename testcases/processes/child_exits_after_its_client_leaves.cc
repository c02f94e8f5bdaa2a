// A child has one task. When its client has gone it must end, or the machine fills up with
// processes that wait for nobody.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  co_await session.Rest("idle");
  const int client = co_await session.Connect();
  co_await session.Converse(client, "message");
  session.Remember("served");
  co_await session.HangUp(client);
  co_await session.RestAndType("the client has gone");
}

Verdict Judge(const Evidence& evidence) {
  const Observation& idle = evidence.At("idle");
  const Observation& gone = evidence.At("the client has gone");
  const std::set<int> left = BornSince(idle, gone);
  if (left.empty())
    return Pass("No process that was born for the client is left once it has gone.");
  const std::vector<int> pids(left.begin(), left.end());
  if (gone.Burns()) {
    return Fail(
        "The client has gone, and " + Pids(pids) + " does not end: " + DescribeTasks(gone) + ".",
        Proof::kTimed);
  }
  if (!gone.AtRest() || gone.AsksOperator()) {
    return Unresolved("Whether " + Pids(pids) +
                      " will end could not be told: " + DescribeTasks(gone) + ".");
  }
  return Fail("The client has gone and the server is at rest, but " + Pids(pids) +
              (pids.size() == 1 ? ", born for it, lives on: " : ", born for it, live on: ") +
              DescribeTasks(gone) + ".");
}

const Check kCheck{
    .id = "processes/child_exits_after_its_client_leaves",
    .title = "child exits after its client leaves",
    .requirement =
        "The processes born for a client MUST end once it is gone and they no longer "
        "wait for the operator.",
    .see = {"exit(3)", "recv(2)"},
    .hint =
        "End the child's branch with exit(): without it the child runs on into the parent's loop. "
        "recv() "
        "that returns 0 means that the client has gone: leave the loop.",
    .applies_to = {Design::kFork},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"processes/child_never_accepts", "robustness/stops_work_when_client_leaves"},
    .suspect = Suspect::kFork,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
