// No buffer is as long as the longest message. Who reads once and forgets the rest answers
// something else than was said.
#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

// What the handler asks for at once; its buffer is seldom longer.
std::size_t LongestRead(const Observation& seen, int client) {
  std::uint64_t longest = 0;
  for (const TaskSeen& task : seen.tasks) {
    if (task.WaitsOnClient(client)) longest = std::max(longest, task.wait_length);
  }
  return static_cast<std::size_t>(std::min<std::uint64_t>(longest, 1u << 20));
}

// A word of so many letters that no part of it stands anywhere else in it.
std::string LongWord(Session& session, std::size_t length) {
  std::string word;
  while (word.size() < length) word += session.FreshNonce();
  return word;
}

Task<void> Exercise(Session& session) {
  constexpr std::size_t kShortest = 8 * 1024,
                        kLongest = 48 * 1024;  // the reply is kept up to 64 KiB
  session.Trace();  // a handler that dies of it is reaped before anybody looks
  const int client = co_await session.Connect();
  co_await session.HearGreeting(client);
  co_await session.Rest();
  const std::size_t read = LongestRead(session.Seen(), client);
  ExchangeSeen message{.label = "long", .client = client};
  message.nonce = LongWord(session, std::clamp(4 * read, kShortest, kLongest));
  message.sent = MessageWith(session.facts(), message.nonce);
  const std::size_t heard = session.client(client).seen().received.size();
  session.SendBytes(client, message.sent);
  if (session.facts().exchange->framing == Framing::kEof) session.HalfClose(client);
  co_await session.Rest("after the message");
  message.received = session.client(client).seen().received.substr(heard);
  message.after = session.Seen();
  session.Record(message);
}

// The reply has something of the message, or is nothing but a piece of it.
bool HoldsAnyPart(const std::string& received, const std::string& word) {
  constexpr std::size_t kPart = 8;  // the length of a nonce
  const std::string text =
      received.substr(0, received.find_last_not_of(std::string_view("\r\n\0", 3)) + 1);
  if (!text.empty() && word.find(text) != std::string::npos) return true;
  for (std::size_t at = 0; at + kPart <= word.size(); at += kPart) {
    if (received.find(word.substr(at, kPart)) != std::string::npos) return true;
  }
  return false;
}

Verdict JudgeLoss(const ExchangeSeen& message, const Exchange& exchange, const std::string& sent) {
  const Observation& after = message.after;
  const bool begun = HoldsAnyPart(message.received, AsReplied(message.nonce, exchange.nonce_form));
  if (!after.Decided())
    return Unresolved(sent + ", and the server is not at rest yet: " + DescribeTasks(after) + ".");
  // A limit is no mistake where messages have an end, if the client hears of it.
  const bool told = after.Client(message.client)->eof || !message.received.empty();
  if (exchange.waits_for_end && !begun && told) {
    Verdict verdict = Pass(sent + ", and was refused: " + Quoted(message.received) + ".");
    verdict.notes.push_back("It refuses messages of that length.");
    return verdict;
  }
  Verdict verdict =
      Fail(sent + " and got " + Plural(static_cast<std::int64_t>(message.received.size()), "byte") +
           " back; a part of its message is missing. " + DescribeTasks(after) + ".");
  verdict.expected = std::to_string(message.sent.size()) + " bytes, the message";
  verdict.actual = std::to_string(message.received.size()) + " bytes, " + Quoted(message.received);
  return verdict;
}

Verdict Judge(const Evidence& evidence) {
  const Exchange exchange = evidence.server.exchange.value_or(Exchange{});
  const ExchangeSeen& message = evidence.Exchange("long");
  const std::string sent = "The client sent " + std::to_string(message.sent.size()) + " bytes";
  if (HoldsInOrder(message.received, AsReplied(message.nonce, exchange.nonce_form))) {
    return Pass(sent + " in one message, and all of it came back.");
  }
  if (const auto status = CrashSeen(evidence, message.after)) {
    return Fail("A message of " + std::to_string(message.sent.size()) +
                    " bytes is too much: the process that dealt with it " + DescribeEnd(*status) +
                    ".",
                Proof::kEvent);
  }
  if (auto ended = FailIfEnded(message.after, "when a long message came")) return *ended;
  return JudgeLoss(message, exchange, sent);
}

const Check kCheck{
    .id = "exchange/handles_long_message",
    .title = "handles a long message",
    .requirement = "A message longer than the server's buffer MUST not be cut silently.",
    .see = {"recv(2)", "send(2)"},
    .hint =
        "Call recv() again until the message has ended, and answer all that came. Use the number "
        "that recv() returns, "
        "not strlen(): a full buffer has no '\\0'.",
    .needs = {Need::kEcho, Need::kAnyLength, Need::kSureReply},
    .after = {"exchange/replies_to_one_message"},
    .root_causes = {"exchange/handles_message_split_across_segments",
                    "robustness/survives_oversized_message", "robustness/has_no_memory_errors",
                    "isolation/client_state_stays_private"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
