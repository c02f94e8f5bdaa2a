// Half-duplex: one speaks, then the other. A reply before its message, a message too many or too
// few, and both sides wait for each other.
#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kTurns = 3;

std::string Label(int turn) { return "turn " + std::to_string(turn); }
std::string Before(int turn) { return "before turn " + std::to_string(turn); }
std::string Unasked(int turn) { return "unasked " + std::to_string(turn); }

// If a person at the server's keyboard is listened to already, what is typed now must not reach the
// client yet.
Task<void> TypeEarly(Session& session, int turn) {
  if (!session.Seen().AtRest() || !session.Seen().AsksOperator()) co_return;
  session.TypeLine(session.FreshNonce());
  co_await session.Rest(Unasked(turn));
}

Task<void> Exercise(Session& session) {
  const int client = co_await session.Connect();
  co_await session.HearGreeting(client);
  for (int turn = 1; turn <= kTurns; ++turn) {
    co_await session.Rest(Before(turn));
    co_await TypeEarly(session, turn);
    if (session.client(client).ended()) co_return;
    co_await session.SayInParts(client);
    co_await session.HearReply(client, Label(turn));
    co_await session.Rest("after " + Label(turn));
  }
}

std::uint64_t Heard(const Evidence& evidence, const std::string& label, int client) {
  return evidence.At(label).Client(client)->bytes_received;
}

std::string Ordinal(int turn) { return turn == 1 ? "first" : turn == 2 ? "second" : "third"; }

std::optional<Verdict> FailIfSpokenTooEarly(const Evidence& evidence, int turn, int client) {
  if (!evidence.Has(Unasked(turn))) return std::nullopt;
  if (Heard(evidence, Unasked(turn), client) == Heard(evidence, Before(turn), client))
    return std::nullopt;
  return Fail("The client got what was typed at the server before it had sent its " +
              Ordinal(turn) + " message: the server does not wait for its turn.");
}

// The reply to this turn: there, and no other turn's.
std::optional<Verdict> FailUnlessAnswered(const Evidence& evidence, int turn,
                                          const Exchange& exchange) {
  const ExchangeSeen& said = evidence.Exchange(Label(turn));
  const Observation& after = evidence.At("after " + Label(turn));
  const std::string which = "the " + Ordinal(turn) + " message, " + Quoted(said.sent) + ",";
  if (auto ended =
          FailIfEnded(after, "after " + Plural(turn - 1, "message") + " had been answered"))
    return ended;
  // A third wrong password may be answered in other words than the first; where an assignment gives
  // the words, or an operator types them, these are the reply.
  const bool has_own_words = exchange.learned_from != LearnedFrom::kUnknown &&
                             exchange.reply != Reply::kOperator && !exchange.ReturnsNonce();
  const bool in_other_words = has_own_words && !said.received.empty();
  if (said.served != Served::kReplied && !in_other_words) {
    if (!after.AtRest() ||
        (said.served == Served::kSilent && exchange.operator_types && after.AsksOperator())) {
      return Unresolved("Whether " + which +
                        " is answered could not be told: " + DescribeTasks(after) + ".");
    }
    return Fail("After " + std::to_string(turn - 1) + " of " + std::to_string(kTurns) +
                " messages had been answered, " + which + " was answered with " +
                Quoted(said.received) + ", and the server is at rest: " + DescribeTasks(after) +
                ".");
  }
  const ClientSeen& client = *after.Client(said.client);
  const std::size_t from = client.received.rfind(said.received);
  const std::string reply =
      from == std::string::npos ? said.received : client.received.substr(from);
  for (int earlier = 1; earlier < turn && exchange.ReturnsNonce(); ++earlier) {
    const std::string word = InForm(evidence.Exchange(Label(earlier)).nonce, exchange.nonce_form);
    if (CountOf(reply, word) == 0) continue;
    return Fail("The reply to " + which + " holds the " + Ordinal(earlier) +
                " message again: " + Quoted(reply) + ".");
  }
  return std::nullopt;
}

Verdict Judge(const Evidence& evidence) {
  const Exchange exchange = evidence.server.exchange.value_or(Exchange{});
  if (!evidence.Has(Label(1)))
    return Unresolved("The server closed the connection before the first message.");
  const int client = evidence.Exchange(Label(1)).client;
  for (int turn = 1; turn <= kTurns; ++turn) {
    if (auto early = FailIfSpokenTooEarly(evidence, turn, client)) return *early;
    if (!evidence.Has(Label(turn))) {
      return Fail("The server closed the connection after " + Plural(turn - 1, "message") + ".",
                  Proof::kEvent);
    }
    if (auto failed = FailUnlessAnswered(evidence, turn, exchange)) return *failed;
  }
  return Pass(Plural(kTurns, "message") + " in turn, " + std::to_string(kTurns) +
              " replies, each after its message.");
}

const Check kCheck{
    .id = "exchange/alternates_turns_half_duplex",
    .title = "alternates turns (half-duplex)",
    .requirement =
        "Half-duplex: after k messages the server MUST have sent exactly k replies, none before "
        "its message.",
    .see = {"recv(2)", "send(2)"},
    .hint = "One recv() and then one send() in the loop, in this order, and both on newsock.",
    .needs = {Need::kHalfDuplex, Need::kClientSpeaks},
    .after = {"exchange/replies_to_one_message"},
    .root_causes = {"exchange/serves_clients_one_after_another",
                    "exchange/closes_connection_after_exchange",
                    "isolation/client_state_stays_private"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
