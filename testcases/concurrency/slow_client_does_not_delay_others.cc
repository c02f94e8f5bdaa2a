// A client on a bad line sends half a message and then nothing for a while. The others must not
// notice.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  const int slow = co_await session.Connect();
  co_await session.HearGreeting(slow);
  const std::string message = session.Say(slow);
  const std::size_t half = std::max<std::size_t>(1, message.size() / 2);
  session.SendBytes(slow, std::string_view(message).substr(0, half));
  co_await session.UntilTaken(slow);
  const int other = co_await session.Connect();
  co_await session.Converse(other, "other");
}

Verdict Judge(const Evidence& evidence) {
  const ExchangeSeen& other = evidence.Exchange("other");
  auto failed =
      FailUnlessServed(other, "Another client", "while the first had sent half of its message");
  if (failed) return *failed;
  return Pass("Another client was served while the first had sent half of its message.");
}

const Check kCheck{
    .id = "concurrency/slow_client_does_not_delay_others",
    .title = "slow client does not delay others",
    .requirement = "A client whose message comes in parts MUST not hold up the others.",
    .see = {"recv(2)", "select(2)", "poll(2)"},
    .hint =
        "Read from a client only in its own child or thread, or only when poll() says that there "
        "is "
        "something to read, and then once.",
    .needs = {Need::kHeldClient, Need::kClientSpeaks},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"concurrency/serves_second_client_while_first_is_idle",
                    "concurrency/serves_held_clients_in_reverse_order",
                    "processes/parent_does_not_wait_for_its_child",
                    "processes/keeps_accepting_after_child_exits",
                    "exchange/serves_clients_one_after_another", "threads/receives_its_own_socket"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
