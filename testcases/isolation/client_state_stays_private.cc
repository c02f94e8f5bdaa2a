// What one client said is nobody else's business. A buffer that is used again and not cut where the
// new message ends still holds the tail of the old one, and sends it to whoever comes next.
#include "checker/check_api.h"

namespace checker {
namespace {

// A long message: its end stays behind in a buffer that a short one is written into. Sevens look
// the same in upper case and from behind, and no nonce has them.
const std::string kSecret(200, '7');
constexpr std::string_view kPartOfSecret = "77777777";

constexpr const char* kAfterwards = "after the first has left";
constexpr const char* kBeside = "beside a client that is there";
constexpr const char* kThird = "the client that is there";

Task<void> Exercise(Session& session) {
  const std::string secret = MessageWith(session.facts(), kSecret);
  const int first = co_await session.Connect();
  co_await session.HearGreeting(first);
  session.SendBytes(first, secret);
  co_await session.RestAndType();
  co_await session.Leave(first);
  int next = co_await session.Connect();
  co_await session.Converse(next, kAfterwards);
  if (session.client(next).ended()) next = co_await session.Connect();
  const int third = co_await session.Connect();
  co_await session.HearGreeting(third);
  session.SendBytes(third, secret);
  co_await session.UntilTaken(third);
  co_await session.Converse(next, kBeside);
  co_await session.RestAndType();
  co_await session.HearReply(third, kThird);
}

std::optional<Verdict> FailIfLeaked(const ExchangeSeen& exchange, const std::string& when) {
  if (exchange.received.find(kPartOfSecret) == std::string::npos) return std::nullopt;
  return Fail("Client " + std::to_string(exchange.client) + " said " + Quoted(exchange.sent) +
                  " and received " + Quoted(exchange.received) +
                  ": part of it is what another client had said " + when + ".",
              Proof::kEvent);
}

// Words of one client in another's reply, said at the same time: a chat, or the business of
// concurrency/keeps_clients_apart.
std::optional<Verdict> UntestedIfMixed(const ExchangeSeen& third, const ExchangeSeen& beside) {
  if (third.received.find(beside.nonce) == std::string::npos) return std::nullopt;
  return Untested("Client " + std::to_string(third.client) + " received " + Quoted(third.received) +
                  ": client " + std::to_string(beside.client) + " had said " + Quoted(beside.sent) +
                  " at that time.");
}

Verdict Judge(const Evidence& evidence) {
  const ExchangeSeen& afterwards = evidence.Exchange(kAfterwards);
  const ExchangeSeen& beside = evidence.Exchange(kBeside);
  if (auto leaked = FailIfLeaked(afterwards, "before it left")) return *leaked;
  if (auto leaked = FailIfLeaked(beside, "at that time")) return *leaked;
  if (auto mixed = UntestedIfMixed(evidence.Exchange(kThird), beside)) return *mixed;
  if (!afterwards.Ok()) return Untested("The client after the first one was not served.");
  return Pass(
      "What one client had said was in nobody else's reply, neither then nor after it had left.");
}

const Check kCheck{
    .id = "isolation/client_state_stays_private",
    .title = "a client's words stay private",
    .requirement =
        "What only one client sent MUST not appear in what another receives, then or later.",
    .see = {"recv(2)", "strlen(3)"},
    .hint =
        "Send as many bytes as recv() returned, not strlen(buffer): nothing puts a '\\0' behind "
        "what was received. Each "
        "handler needs a buffer of its own.",
    .needs = {Need::kReply, Need::kOwnDialogue},
    .after = {"exchange/serves_clients_one_after_another"},
    .suspect = Suspect::kSend,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
