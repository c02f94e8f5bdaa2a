// TCP carries bytes, not messages: what a client sends with one call may arrive with two. Who waits
// for the end of a message has to keep what came before.
#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

// In the middle, where the nonce is, and once more before the last byte.
Task<void> SendInPieces(Session& session, int client, std::string message) {
  const std::size_t last = message.size() - 1;
  const std::size_t middle =
      std::min(last, message.size() - std::min<std::size_t>(message.size(), 5));
  std::size_t from = 0;
  for (const std::size_t to : {middle, last, message.size()}) {
    if (to <= from || session.client(client).ended()) continue;
    session.SendBytes(client, std::string_view(message).substr(from, to - from));
    from = to;
    if (to < message.size()) co_await session.UntilTaken(client);
  }
}

Task<void> Exercise(Session& session) {
  const int first = co_await session.Connect();
  co_await session.Converse(first, "whole");
  co_await session.Leave(first);
  const int second = co_await session.Connect();
  co_await session.HearGreeting(second);
  const std::string message = session.Say(second);
  co_await SendInPieces(session, second, message);
  co_await session.HearReply(second, "in pieces");
  co_await session.Rest("after the pieces");
}

Verdict Judge(const Evidence& evidence) {
  const ExchangeSeen& whole = evidence.Exchange("whole");
  const ExchangeSeen& pieces = evidence.Exchange("in pieces");
  const Observation& after = evidence.At("after the pieces");
  const Exchange exchange = evidence.server.exchange.value_or(Exchange{});
  if (whole.served != Served::kReplied)
    return Untested("The message in one piece was not answered this time.");
  const std::string sent = "The client sent " + Quoted(pieces.sent) +
                           " in three pieces, each when the one before had been read";
  if (auto ended = FailIfEnded(after, "when a message came in pieces")) return *ended;
  if (pieces.served == Served::kReplied) {
    const bool like_the_whole =
        Likeness(pieces, exchange.nonce_form) == Likeness(whole, exchange.nonce_form);
    if (like_the_whole || !exchange.RepliesWithMessage())
      return Pass(sent + ", and got " + Quoted(pieces.received) + ".");
  }
  if (!after.Decided())
    return Unresolved(sent + ", and the server is not at rest yet: " + DescribeTasks(after) + ".");
  Verdict verdict =
      Fail(sent + ". In one piece such a message is answered with " + Quoted(whole.received) +
           "; now the reply is " + Quoted(pieces.received) + ", and " + DescribeTasks(after) + ".");
  verdict.expected = Quoted(whole.received);
  verdict.actual = Quoted(pieces.received);
  return verdict;
}

const Check kCheck{
    .id = "exchange/handles_message_split_across_segments",
    .title = "handles a message split across segments",
    .requirement = "A message that arrives in pieces MUST be handled like one that arrives whole.",
    .see = {"recv(2)", "tcp(7)"},
    .hint =
        "Append what recv() brings to what is there already, and look for the end of the message "
        "in all of it. "
        "One recv() is not one message.",
    .needs = {Need::kMessageEnd, Need::kSureReply, Need::kNonceReply, Need::kClientSpeaks},
    .after = {"exchange/replies_to_one_message"},
    .root_causes = {"exchange/serves_clients_one_after_another"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
