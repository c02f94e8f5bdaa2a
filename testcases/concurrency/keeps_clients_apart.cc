// Each client gets the answer to its own words. One buffer that all threads share, or one
// descriptor variable whose address every thread is given, mixes them up.
#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kClients = 4;

Task<void> Exercise(Session& session) {
  std::vector<int> clients;
  for (int i = 0; i < std::min(kClients, session.clients_to_hold()); ++i) {
    const int client = co_await session.Connect();
    // Who serves a few at once keeps those apart.
    if (!session.WasAccepted(client) && clients.size() > 1) break;
    clients.push_back(client);
    co_await session.HearGreeting(client);
  }
  // All speak before anybody is listened to.
  for (const int client : clients) session.SayAtOnce(client);
  for (const int client : clients) {
    co_await session.HearReply(client, "client " + std::to_string(client));
  }
}

bool GotItsOwn(const ExchangeSeen& exchange) { return exchange.served == Served::kReplied; }

Verdict Judge(const Evidence& evidence) {
  const bool all_got_theirs =
      std::all_of(evidence.exchanges.begin(), evidence.exchanges.end(), GotItsOwn);
  for (const ExchangeSeen& mine : evidence.exchanges) {
    for (const ExchangeSeen& other : evidence.exchanges) {
      const bool foreign = other.client != mine.client && !other.nonce.empty() &&
                           mine.received.find(other.nonce) != std::string::npos;
      if (!foreign) continue;
      if (all_got_theirs) {
        return Untested(
            "Everybody gets the reply to its own words and hears the others too (client " +
            std::to_string(mine.client) + " received " + Quoted(mine.received) +
            "): the server passes on what clients say, as a chat does.");
      }
      return Fail("Client " + std::to_string(mine.client) + " received " + Quoted(mine.received) +
                      ", which is what client " + std::to_string(other.client) + " had sent.",
                  Proof::kEvent);
    }
  }
  for (const ExchangeSeen& mine : evidence.exchanges) {
    auto failed = FailUnlessServed(mine, "Client " + std::to_string(mine.client),
                                   "when several clients spoke at the same time");
    if (failed) return *failed;
  }
  return Pass(Plural(static_cast<std::int64_t>(evidence.exchanges.size()), "client") +
              " spoke at the same time, and each got the reply to its own words.");
}

const Check kCheck{
    .id = "concurrency/keeps_clients_apart",
    .title = "keeps clients apart",
    .requirement =
        "Clients that talk at the same time MUST each get the replies to their own messages only.",
    .see = {"pthread_create(3)", "fork(2)"},
    .hint =
        "Give every handler its own buffer (a local variable) and its own copy of the socket "
        "number: not the "
        "address of the loop's variable.",
    .needs = {Need::kHeldClient, Need::kNonceReply, Need::kOwnDialogue},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"concurrency/serves_second_client_while_first_is_idle",
                    "concurrency/serves_held_clients_in_reverse_order",
                    "processes/parent_does_not_wait_for_its_child",
                    "processes/forks_one_child_per_client",
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
