// The person at the keyboard presses Ctrl+D. fgets() then returns NULL and scanf() EOF, each time
// they are called, and leave in the buffer what was there before.
#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  int client = co_await session.Connect();
  co_await session.Converse(client, "with an operator");
  if (session.client(client).ended()) {
    client = co_await session.Connect();
    co_await session.HearGreeting(client);
  }
  session.SayAtOnce(client);
  co_await session.Rest();
  // Where the operator speaks first it is a new client for whom he is asked.
  if (!session.Seen().AsksOperator()) client = co_await session.Connect();
  session.Count("client", client);
  co_await session.Rest("the operator is asked");
  session.CloseStandardInput();
  co_await session.Rest("no more input");
  // The record of what was said: nothing more is waited for.
  co_await session.HearReply(client, "without an operator");
  if (!session.Seen().alive || session.Seen().Burns()) co_return;
  co_await session.HangUp(client);
  co_await session.Rest("the client has gone too");
}

// What came since the operator left.
std::string HeardSince(const Evidence& evidence) {
  const auto client = static_cast<int>(evidence.Number("client"));
  const std::string& before = evidence.At("the operator is asked").Client(client)->received;
  const std::string& after = evidence.At("no more input").Client(client)->received;
  return after.substr(std::min(before.size(), after.size()));
}

std::optional<Verdict> FailIfStale(const Evidence& evidence) {
  const std::string heard = HeardSince(evidence);
  const ExchangeSeen& before = evidence.Exchange("with an operator");
  const ExchangeSeen& without = evidence.Exchange("without an operator");
  const bool own_words = !without.nonce.empty() && heard.find(without.nonce) != std::string::npos;
  const bool old_reply =
      before.Ok() && !before.received.empty() && heard.find(before.received) != std::string::npos;
  if (!own_words && !old_reply) return std::nullopt;
  return Fail(
      "The server's standard input has ended, nobody has typed anything, and the client still "
      "receives " +
          Quoted(heard) + ": " + (own_words ? "its own words" : "the reply before") +
          ", left in a buffer.",
      Proof::kEvent);
}

Verdict Judge(const Evidence& evidence) {
  const Observation& asked = evidence.At("the operator is asked");
  const Observation& after = evidence.At("no more input");
  if (!asked.AsksOperator())
    return Untested("Nobody read the standard input: " + DescribeTasks(asked) + ".");
  if (auto stale = FailIfStale(evidence)) return *stale;
  if (after.Burns()) {
    return Fail("Once its standard input has ended the server runs without end: " +
                    DescribeTasks(after) + ".",
                Proof::kTimed);
  }
  const auto& status = after.end_status;
  if (!after.alive && status && (*status & 0x7f) != 0) {
    return Fail("The server " + DescribeEnd(*status) + " when its standard input ended.",
                Proof::kEvent);
  }
  if (after.alive && !after.AtRest())
    return Unresolved("The server did not come to rest: " + DescribeTasks(after) + ".");
  // A terminal says end-of-file some thousand times before a read waits again.
  if (after.AsksOperator()) {
    return Fail("The server's standard input has ended, and it asks again and again: " +
                DescribeTasks(after) + ".");
  }
  if (evidence.Has("the client has gone too") && evidence.At("the client has gone too").Burns()) {
    return Fail(
        "Once its standard input has ended and its client has left the server runs without "
        "end: " +
            DescribeTasks(evidence.At("the client has gone too")) + ".",
        Proof::kTimed);
  }
  return Pass(
      after.alive
          ? "The end of its standard input made the server neither spin nor send what nobody typed."
          : "The server ended with its standard input.");
}

const Check kCheck{
    .id = "robustness/survives_closed_standard_input",
    .title = "survives a closed standard input",
    .requirement = "A server whose standard input ends MUST not spin, flood or send stale bytes.",
    .see = {"fgets(3)", "scanf(3)"},
    .hint =
        "Look at what fgets() or scanf() returns: NULL or EOF means that nobody will type any "
        "more. Close the connection "
        "then; do not send the buffer.",
    .needs = {Need::kOperator, Need::kHeldClient},
    .after = {"exchange/replies_to_one_message"},
    .root_causes = {"robustness/stops_work_when_client_leaves"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
