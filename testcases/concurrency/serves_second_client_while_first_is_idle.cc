// What "concurrent" means: a client that says nothing for an hour costs the others nothing. An
// iterative server sits in recv() on the first client's socket while the second waits in the accept
// queue.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  const int first = co_await session.Connect();
  co_await session.HearGreeting(first);
  co_await session.Rest("the first client is silent");
  const int second = co_await session.Connect();
  const Served served = co_await session.Converse(second, "second");
  if (served == Served::kReplied || served == Served::kTaken) co_return;
  NoteWhereItSleeps(session);
  co_await session.Leave(first);
  co_await session.HearReply(second, "second, once the first has left");
}

Verdict Judge(const Evidence& evidence) {
  const ExchangeSeen& second = evidence.Exchange("second");
  if (second.Ok()) {
    return Pass("The second client was served while the first was connected and silent.");
  }
  const auto failed =
      FailUnlessServed(second, "The second client", "while the first was connected and silent");
  if (failed->outcome != Outcome::kUnresolved) return *failed;
  if (evidence.Exchange("second, once the first has left").Ok() && second.after.AtRest()) {
    return Fail(
        "The second client was answered only once the first had left. While the first was "
        "silent, " +
        DescribeTasks(second.after) + ".");
  }
  return *failed;
}

const Check kCheck{
    .id = "concurrency/serves_second_client_while_first_is_idle",
    .title = "serves a second client while the first is idle",
    .requirement = "While one client is connected and silent, another MUST be served.",
    .see = {"accept(2)", "fork(2)", "pthread_create(3)"},
    .hint =
        "Only the handler (child or thread) may talk to a client. The main loop must go straight "
        "back to "
        "accept(): no recv(), no wait(), no pthread_join() in it.",
    .needs = {Need::kHeldClient},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"processes/parent_does_not_wait_for_its_child",
                    "processes/forks_one_child_per_client", "threads/starts_one_thread_per_client",
                    "processes/keeps_accepting_after_child_exits",
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
