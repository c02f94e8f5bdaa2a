// A reaper that waits for every child blocks the server when one child ends and another still talks
// to its client.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  const int stays = co_await session.Connect();
  co_await session.HearGreeting(stays);
  const int leaves = co_await session.Connect();
  co_await session.Converse(leaves, "the one that leaves");
  co_await session.HangUp(leaves);
  co_await session.Rest("one of two has left");
  const int next = co_await session.Connect();
  co_await session.Converse(next, "the new one");
  NoteWhereItSleeps(session);
}

Verdict Judge(const Evidence& evidence) {
  auto failed = FailUnlessServed(evidence.Exchange("the new one"), "A new client",
                                 "after one of two had left and the other stayed");
  if (failed) return *failed;
  return Pass("A new client was served after one of two had left and the other stayed.");
}

const Check kCheck{
    .id = "processes/serves_new_client_after_one_of_two_left",
    .title = "serves a new client after one of two left",
    .requirement =
        "When one of two clients has left and the other stays, a new one MUST be served.",
    .see = {"waitpid(2)"},
    .hint =
        "waitpid() without WNOHANG in a loop waits until the last child has ended: use WNOHANG, "
        "and stop at 0.",
    .applies_to = {Design::kFork},
    .needs = {Need::kHeldClient},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"processes/keeps_accepting_after_child_exits",
                    "concurrency/serves_second_client_while_first_is_idle",
                    "exchange/serves_clients_one_after_another"},
    .suspect = Suspect::kSleeping,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
