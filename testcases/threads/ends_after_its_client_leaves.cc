// A thread that stays when its client has gone keeps its stack and its place in the scheduler, for
// nobody.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  co_await session.Rest("idle");
  const int client = co_await session.Connect();
  co_await session.Converse(client, "message");
  co_await session.HangUp(client);
  co_await session.RestAndType("the client has gone");
}

Verdict Judge(const Evidence& evidence) {
  const Observation& gone = evidence.At("the client has gone");
  if (auto ended = FailIfEnded(gone, "when its client left")) return Untested(ended->rationale);
  const auto left = ThreadsBornSince(evidence.At("idle"), gone);
  if (left.empty())
    return Pass("No thread that was started for the client is left once it has gone.");
  const bool burns = gone.Burns();
  if (!burns && (!gone.AtRest() || gone.AsksOperator())) {
    return Unresolved("Whether the thread will end could not be told: " + DescribeTasks(gone) +
                      ".");
  }
  return Fail("The client has gone, but its thread lives on: " + Describe(*left.front()) + ".",
              burns ? Proof::kTimed : Proof::kState);
}

const Check kCheck{
    .id = "threads/ends_after_its_client_leaves",
    .title = "thread ends after its client leaves",
    .requirement = "The handler thread MUST end once its client is gone.",
    .see = {"pthread_create(3)", "recv(2)"},
    .hint =
        "recv() that returns 0 means that the client has gone: leave the loop and return from the "
        "thread's function.",
    .applies_to = {Design::kThreads},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"robustness/stops_work_when_client_leaves"},
    .suspect = Suspect::kThreadStart,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
