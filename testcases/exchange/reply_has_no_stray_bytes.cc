// What stands behind the message in the buffer is nobody's business: zeros at best, else what an
// earlier client said.
#include "checker/check_api.h"

namespace checker {
namespace {

// A longer message would leave its tail in a buffer that is used again.
Task<void> SayLonger(Session& session) {
  std::string word;
  for (int i = 0; i < 8; ++i) word += session.FreshNonce();
  const int client = co_await session.Connect();
  co_await session.HearGreeting(client);
  session.SendBytes(client, MessageWith(session.facts(), word));
  co_await session.Rest();
  co_await session.Leave(client);
}

Task<void> SayMessage(Session& session, std::string label) {
  const int client = co_await session.Connect();
  co_await session.Converse(client, label);
  co_await session.Rest("after the " + label);
  co_await session.Leave(client);
}

Task<void> Exercise(Session& session) {
  const Exchange exchange = session.facts().exchange.value_or(Exchange{});
  co_await SayMessage(session, "message");
  const bool has_length =
      exchange.framing == Framing::kFixed || exchange.framing == Framing::kLength;
  if (has_length || exchange.parts.size() != 1) co_return;
  co_await SayLonger(session);
  co_await SayMessage(session, "message after a longer one");
}

std::string WithoutEnd(const std::string& message, std::string_view ends) {
  return message.substr(0, message.find_last_not_of(ends) + 1);
}

// What the reply has behind the message and the end of its line; nullopt where the message is not
// in it.
std::optional<std::string> Behind(const std::string& reply, const std::string& message,
                                  Framing framing) {
  const std::string text = WithoutEnd(message, "\r\n");
  const auto at = reply.find(text);
  if (at == std::string::npos) return std::nullopt;
  std::string rest = reply.substr(at + text.size());
  rest.erase(0, rest.find_first_not_of("\r\n"));
  if (framing == Framing::kNul && rest == std::string(1, '\0')) rest.clear();
  return rest;
}

// All that came in reply, also behind the word that was waited for.
std::string WholeReply(const Evidence& evidence, const ExchangeSeen& message) {
  const std::string& all =
      evidence.At("after the " + message.label).Client(message.client)->received;
  const auto at = all.rfind(message.received);
  return at == std::string::npos ? message.received : all.substr(at);
}

std::optional<Verdict> FailIfPadded(const Evidence& evidence, const ExchangeSeen& message) {
  const Exchange exchange = evidence.server.exchange.value_or(Exchange{});
  const std::string reply = WholeReply(evidence, message);
  const auto rest = Behind(reply, AsReplied(message.sent, exchange.nonce_form), exchange.framing);
  if (!rest || rest->empty()) return std::nullopt;
  const bool zeros = rest->find_first_not_of('\0') == std::string::npos;
  const std::string more = Plural(static_cast<std::int64_t>(rest->size()), "byte") + " more";
  Verdict verdict =
      Fail("The reply to a " + message.label + " has " + more + " behind the message" +
           (zeros ? ", with the value 0." : ": " + Quoted(*rest) + "."));
  verdict.expected = std::to_string(message.sent.size()) + " bytes";
  verdict.actual = std::to_string(reply.size()) + " bytes";
  return verdict;
}

Verdict Judge(const Evidence& evidence) {
  const ExchangeSeen& message = evidence.Exchange("message");
  if (message.served != Served::kReplied)
    return Untested("The message was not answered this time.");
  for (const ExchangeSeen& exchange : evidence.exchanges) {
    if (exchange.served != Served::kReplied) continue;
    if (auto padded = FailIfPadded(evidence, exchange)) return *padded;
  }
  return Pass("The reply ends where the message ends: " + Quoted(WholeReply(evidence, message)) +
              ".");
}

const Check kCheck{
    .id = "exchange/reply_has_no_stray_bytes",
    .title = "reply has no stray bytes",
    .level = Level::kShould,
    .requirement = "The reply SHOULD end where the message ends.",
    .see = {"recv(2)", "send(2)"},
    .hint =
        "send(newsock, buffer, n, 0) with the n that recv() returned: neither sizeof buffer, nor "
        "strlen(buffer) + 1.",
    .needs = {Need::kEcho, Need::kSureReply},
    .after = {"exchange/replies_to_one_message"},
    .root_causes = {"isolation/client_state_stays_private"},
    .suspect = Suspect::kSend,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
