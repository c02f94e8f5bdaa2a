// A server is not done when its first client has left: it goes back to accept() and serves the
// next.
#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kClients = 12;  // more than a limit that somebody forgot to count down
// where each of them takes its time, or leaves somebody behind who runs without end
constexpr int kFew = 3;

constexpr const char* kLater = "somebody else has come";

std::string Label(int number) { return "client " + std::to_string(number); }

Task<void> Exercise(Session& session) {
  const auto ends = session.facts().ends_after_clients;
  const auto& facts = session.facts();
  const int most = facts.SleepsLong() || facts.spins_without_client ? kFew : kClients;
  const int count = ends && *ends >= 2 ? std::min(most, *ends - 1) : most;
  for (int number = 1; number <= count; ++number) {
    const int client = co_await session.Connect();
    const Served served = co_await session.Converse(client, Label(number));
    if (served == Served::kSilent) {
      co_await session.Connect();
      co_await session.Rest(kLater);
    }
    if (served != Served::kReplied && served != Served::kTaken) break;
    co_await session.HangUp(client);
    co_await session.Rest("left " + std::to_string(number));
    if (!session.Seen().alive) break;
  }
}

// The clients before it have left, somebody listens, and the reply that they got would have been
// known for certain.
bool IsTurnedAway(const Evidence& evidence, const ExchangeSeen& exchange) {
  const auto& dialogue = evidence.server.exchange;
  return exchange.served == Served::kClosed && exchange.reply_is_certain && dialogue &&
         dialogue->ReturnsNonce() && exchange.after.alive && !exchange.after.listeners.empty();
}

Verdict Judge(const Evidence& evidence) {
  const auto ends_after = evidence.server.ends_after_clients;
  int served = 0;
  for (int number = 1; number <= kClients; ++number) {
    const std::string left = "left " + std::to_string(number);
    if (!evidence.Has(Label(number))) break;
    const ExchangeSeen& exchange = evidence.Exchange(Label(number));
    const std::string who = number == 1 ? "The first client" : "Client " + std::to_string(number);
    const std::string when =
        number == 1 ? "by the fresh server" : "after " + Plural(number - 1, "client") + " had left";
    if (number > 1 && IsTurnedAway(evidence, exchange)) {
      const std::string heard =
          exchange.received.empty() ? "hearing anything" : "more than " + Quoted(exchange.received);
      return Fail(who + " was turned away without " + heard + " " + when +
                  ", and the server listens on: " + DescribeTasks(exchange.after) + ".");
    }
    if (auto ended = FailIfEnded(exchange.after, number == 1 ? "when its first client came" : when))
      return *ended;
    if (evidence.Has(kLater)) {
      if (auto unread = FailIfNobodyReads(exchange, evidence.At(kLater), who)) return *unread;
    }
    if (auto failed = FailUnlessServed(exchange, who, when)) return *failed;
    ++served;
    if (!evidence.Has(left)) break;
    const Observation& after = evidence.At(left);
    if (after.alive && !after.listeners.empty()) continue;
    if (ends_after && *ends_after >= 2 && served >= *ends_after) break;
    const std::string words = "after " + Plural(served, "client") + " had been served";
    if (auto ended = FailIfEnded(after, words)) return *ended;
    return Fail("Nobody listens any more " + words + ": " + DescribeTasks(after) + ".");
  }
  Verdict verdict =
      Pass(served == 1 ? "The client was served."
                       : Plural(served, "client") + " were served one after another.");
  if (ends_after) {
    verdict.notes.push_back("It ends by itself after " + Plural(*ends_after, "client") +
                            "; that is taken as intended.");
  }
  return verdict;
}

const Check kCheck{
    .id = "exchange/serves_clients_one_after_another",
    .title = "serves clients one after another",
    .requirement = "The server MUST stay on after a client leaves, and serve the next.",
    .see = {"accept(2)"},
    .hint =
        "Put accept() and what follows into a loop, and close() the listening socket only behind "
        "it. "
        "A client that leaves must not end the server: look at SIGPIPE and at exit() in the wrong "
        "place.",
    .after = {"startup/listens_for_connections"},
    .root_causes = {"exchange/replies_to_one_message",
                    "processes/keeps_accepting_after_child_exits",
                    "robustness/stops_work_when_client_leaves"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
