// A client knows that a conversation is over by the end-of-file that the server's close() sends.
// While any process still holds the socket, no end-of-file is sent and the client waits for ever.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  const int client = co_await session.Connect();
  co_await session.Converse(client, "message");
  co_await session.Rest("after the exchange");
  session.HalfClose(client);
  co_await session.RestAndType("after the client's end");
}

Verdict Judge(const Evidence& evidence) {
  const ExchangeSeen& message = evidence.Exchange("message");
  const int client = message.client;
  const Observation& first = evidence.At("after the exchange");
  const Observation& last = evidence.At("after the client's end");
  if (!message.Ok() && message.served != Served::kClosed) {
    return Untested("The exchange itself did not succeed this time.");
  }
  if (first.Client(client)->eof) return Pass("The client sees end-of-file after the exchange.");
  if (first.Client(client)->reset) {
    // Unread bytes turn a close() into a reset; what was echoed back had been read.
    const bool all_was_read =
        message.reply_is_certain && message.received.size() >= message.sent.size();
    if (all_was_read) {
      return Fail(
          "The connection ended with a reset (RST) instead of an end-of-file (FIN), though the "
          "server had "
          "read everything.",
          Proof::kEvent);
    }
    return Unresolved(
        "The connection was reset after the exchange; it may have held bytes that the server "
        "had not read.");
  }
  if (last.Client(client)->eof) {
    return Pass(first.ListensTo(client)
                    ? "The server goes on with the conversation, and closes once the client has."
                    : "The client sees end-of-file once it has closed its own side.");
  }
  if (last.Client(client)->reset)
    return Pass("The connection ends once the client has closed its side.");
  const std::vector<int> holders = last.Holders(client);
  if (last.Burns()) {
    return Fail("The client has closed its side, and the server does not end the conversation: " +
                    DescribeTasks(last) + ".",
                Proof::kTimed);
  }
  if (auto answered = FailIfAnsweredAfterItsEnd(first, last, client)) return *answered;
  if (!last.AtRest() || last.AsksOperator()) {
    return Unresolved("Whether the conversation is over could not be told: " + DescribeTasks(last) +
                      ".");
  }
  if (holders.empty())
    return Unresolved("No process holds the connection, and no end-of-file came.");
  return Fail("The exchange is over and the server is at rest, but " + Pids(holders) + " still " +
              (holders.size() == 1 ? "holds" : "hold") +
              " the connection: the client never sees end-of-file. " + DescribeTasks(last) + ".");
}

const Check kCheck{
    .id = "exchange/closes_connection_after_exchange",
    .title = "closes the connection after the exchange",
    .requirement = "Once the exchange is over the client MUST see end-of-file.",
    .see = {"close(2)", "shutdown(2)"},
    .hint =
        "close() in every process that holds the connected socket: the connection ends with the "
        "last "
        "descriptor. recv() that returns 0 means that the client has gone.",
    .needs = {Need::kEnd},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"descriptors/parent_closes_connected_socket",
                    "descriptors/count_returns_to_baseline", "processes/child_never_accepts",
                    "robustness/stops_work_when_client_leaves"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
