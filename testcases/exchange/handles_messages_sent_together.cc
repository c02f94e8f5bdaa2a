// Two messages that a client sends one after the other may arrive with one recv(). Behind the end
// of the first stands the beginning of the second.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  const int slow = co_await session.Connect();
  co_await session.Converse(slow, "first alone");
  co_await session.Converse(slow, "second alone");
  co_await session.Leave(slow);
  const int quick = co_await session.Connect();
  co_await session.HearGreeting(quick);
  const std::string first = session.Say(quick);
  ExchangeSeen second{.label = "second of two", .client = quick};
  second.nonce = session.FreshNonce();
  second.sent = MessageWith(session.facts(), second.nonce);
  session.SendBytes(quick, first + second.sent);
  co_await session.HearReply(quick, "first of two");
  co_await session.Rest("after both");
  second.received = session.client(quick).seen().received;
  second.after = session.Seen();
  session.Record(second);
}

bool Answered(const ExchangeSeen& message, NonceForm form) {
  return CountOf(message.received, InForm(message.nonce, form)) > 0;
}

Verdict Judge(const Evidence& evidence) {
  const Exchange exchange = evidence.server.exchange.value_or(Exchange{});
  if (evidence.Exchange("first alone").served != Served::kReplied ||
      evidence.Exchange("second alone").served != Served::kReplied) {
    return Untested("Two messages in turn were not answered this time.");
  }
  ExchangeSeen first = evidence.Exchange("first of two");
  const ExchangeSeen& second = evidence.Exchange("second of two");
  const Observation& after = evidence.At("after both");
  first.received = second.received;
  const std::string sent =
      "The client sent " + Quoted(first.sent) + " and " + Quoted(second.sent) + " together";
  if (Answered(first, exchange.nonce_form) && Answered(second, exchange.nonce_form)) {
    return Pass(sent + ", and both were answered: " + Quoted(second.received) + ".");
  }
  if (auto ended = FailIfEnded(after, "when two messages came together")) return *ended;
  if (!after.Decided())
    return Unresolved(sent + ", and the server is not at rest yet: " + DescribeTasks(after) + ".");
  Verdict verdict =
      Fail(sent + ". One after the other such messages are both answered; now the reply is " +
           Quoted(second.received) + ", and " + DescribeTasks(after) + ".");
  verdict.expected = "a reply to each";
  verdict.actual = Quoted(second.received);
  return verdict;
}

const Check kCheck{
    .id = "exchange/handles_messages_sent_together",
    .title = "handles messages sent together",
    .requirement = "Two messages in one segment MUST both be handled.",
    .see = {"recv(2)", "memmove(3)"},
    .hint =
        "Behind the first message's end look for a second one, until none is complete any more. "
        "Keep what is left "
        "(memmove() it to the front) for the next recv().",
    .needs = {Need::kMessageEnd, Need::kFurtherMessages, Need::kSureReply, Need::kNonceReply,
              Need::kClientSpeaks},
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
