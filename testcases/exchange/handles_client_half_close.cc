// A client may have said all that it has to say: it shuts down its sending side and waits for the
// answer. End-of-file behind a message does not take the message back.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  const int client = co_await session.Connect();
  co_await session.HearGreeting(client);
  // With the message's last byte goes the FIN, before anybody can have answered.
  co_await session.SayInParts(client);
  session.HalfClose(client);
  co_await session.HearReply(client, "message and end");
  co_await session.Rest("after the end");
}

Verdict Judge(const Evidence& evidence) {
  const ExchangeSeen& message = evidence.Exchange("message and end");
  const Observation& after = evidence.At("after the end");
  const std::string sent =
      "The client sent " + Quoted(message.sent) + " and shut down its sending side";
  if (message.served == Served::kReplied)
    return Pass(sent + "; it still got " + Quoted(message.received) + ".");
  if (auto ended = FailIfEnded(after, "when a client had shut down its sending side"))
    return *ended;
  if (message.served == Served::kNotAccepted || message.served == Served::kRefused) {
    return Untested("The client did not get in this time.");
  }
  if (message.served == Served::kReset)
    return Fail(sent + ". The connection was reset before the reply.", Proof::kEvent);
  if (message.served == Served::kClosed) {
    return Fail(sent + ". The server closed the connection without having answered.",
                Proof::kEvent);
  }
  if (!after.Decided())
    return Unresolved(sent + ", and the server is not at rest yet: " + DescribeTasks(after) + ".");
  return Fail(sent + ". It got " + Quoted(message.received) + " instead of its reply, and " +
                  DescribeTasks(after) + ".",
              after.AtRest() ? Proof::kState : Proof::kTimed);
}

const Check kCheck{
    .id = "exchange/handles_client_half_close",
    .title = "answers a client that has shut down its sending side",
    .requirement =
        "A client that shut down its sending side MUST still get the replies owed to complete "
        "messages.",
    .see = {"shutdown(2)", "recv(2)", "poll(2)"},
    .hint =
        "recv() returning 0 (and POLLRDHUP, EPOLLRDHUP) says that the client sends no more, not "
        "that it has left: "
        "first answer what came before.",
    .needs = {Need::kSureReply, Need::kClientSpeaks},
    .after = {"exchange/replies_to_one_message"},
    .root_causes = {"exchange/closes_connection_after_exchange"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
