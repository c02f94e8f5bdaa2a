// Nobody can say in which order people at their keyboards will press Enter. The last to come may be
// the first to speak.
#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kClients = 3;

Task<void> Exercise(Session& session) {
  std::vector<int> clients;
  for (int i = 0; i < std::min(kClients, session.clients_to_hold()); ++i) {
    const int client = co_await session.Connect();
    // Who serves two at once serves those two.
    if (!session.WasAccepted(client) && clients.size() > 1) break;
    clients.push_back(client);
    co_await session.HearGreeting(client);
    co_await session.Rest();  // its handler has taken over: who comes too fast is another check's
  }
  for (auto client = clients.rbegin(); client != clients.rend(); ++client) {
    const Served served = co_await session.Converse(*client, "client " + std::to_string(*client));
    if (served != Served::kReplied && served != Served::kTaken) co_return;
  }
}

Verdict Judge(const Evidence& evidence) {
  const std::size_t clients =
      evidence.exchanges.empty() ? 0 : evidence.exchanges.front().after.clients.size();
  for (const ExchangeSeen& exchange : evidence.exchanges) {
    const std::string who =
        "Client " + std::to_string(exchange.client) + " of " + std::to_string(clients);
    const std::string when = exchange.client == 1 && clients > 1
                                 ? "after the clients that had come later"
                                 : "before the clients that had come earlier";
    auto failed = FailUnlessServed(exchange, who, when);
    if (failed && clients < 2)
      return Untested("No two clients can be held here, and so there is no order of theirs.");
    if (failed) return *failed;
  }
  return Pass(Plural(static_cast<std::int64_t>(clients), "client") +
              " were served in the reverse of the order in which they had come.");
}

const Check kCheck{
    .id = "concurrency/serves_held_clients_in_reverse_order",
    .title = "serves held clients in reverse order",
    .requirement = "Clients held open MUST be served in the reverse of the order they came in.",
    .see = {"accept(2)", "fork(2)"},
    .hint =
        "Do not keep a queue of your own in which the first client must finish before the next is "
        "read.",
    .needs = {Need::kHeldClient},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"concurrency/serves_second_client_while_first_is_idle",
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
