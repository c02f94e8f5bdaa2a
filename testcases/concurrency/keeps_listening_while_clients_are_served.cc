// "Non-blocking" in the lecture's sense: while clients are being served, the server is back in
// accept() for the next.
#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kHeld = 16;

Task<void> Exercise(Session& session) {
  const int held = std::min(kHeld, session.clients_to_hold() - 1);
  int next = co_await session.Connect();
  while (session.WasAccepted(next) && next <= held) {
    co_await session.HearGreeting(next);
    next = co_await session.Connect();
  }
  co_await session.Rest("one more has come");
  session.Count("next", next);
  NoteWhereItSleeps(session);
  if (session.WasAccepted(next) || next < 3) co_return;
  co_await session.Leave(1);
  co_await session.Rest("one has left");
}

Verdict Judge(const Evidence& evidence) {
  const Observation& seen = evidence.At("one more has come");
  const auto next = static_cast<int>(evidence.Number("next"));
  const std::string held = Plural(next - 1, "client");
  if (auto ended = FailIfEnded(seen, "while " + held + " were held")) return *ended;
  if (evidence.Has("one has left") && evidence.At("one has left").WasAccepted(next)) {
    Verdict verdict =
        Pass("With " + held + " held, one more was accepted as soon as one of them had left.");
    verdict.notes.push_back("serves " + std::to_string(next - 1) + " at once");
    return verdict;
  }
  if (seen.Client(next)->refused) {
    return Fail("With " + held + " held, one more was refused: nobody listens any more. " +
                    DescribeTasks(seen) + ".",
                Proof::kEvent);
  }
  if (seen.WasAccepted(next)) {
    return Pass("With " + held + " held, one more was accepted at once.");
  }
  if (!seen.Decided()) {
    return Unresolved("The server did not come to rest: " + DescribeTasks(seen) + ".");
  }
  return Fail("With " + held + " held, one more was not accepted: " + DescribeTasks(seen) +
                  ", while " + DescribeConnection(seen, next) + ".",
              seen.AtRest() ? Proof::kState : Proof::kTimed);
}

const Check kCheck{
    .id = "concurrency/keeps_listening_while_clients_are_served",
    .title = "keeps listening while clients are served",
    .requirement =
        "While k clients are held, one more connection MUST be accepted without "
        "anything else happening.",
    .see = {"accept(2)", "listen(2)"},
    .hint =
        "Close the listening socket only when the server ends (in the parent), and call accept() "
        "again "
        "before anything that may wait.",
    .needs = {Need::kHeldClient},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"concurrency/serves_second_client_while_first_is_idle",
                    "processes/parent_does_not_wait_for_its_child",
                    "processes/forks_one_child_per_client",
                    "processes/keeps_accepting_after_child_exits",
                    "exchange/serves_clients_one_after_another", "threads/receives_its_own_socket"},
    .suspect = Suspect::kSleeping,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
