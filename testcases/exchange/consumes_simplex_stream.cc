// Simplex, from the client to the server: the server only listens, to the very end, and the end is
// end-of-file.
#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kMessages = 200;

Task<void> Exercise(Session& session) {
  const int client = co_await session.Connect();
  co_await session.Rest("connected");
  for (int i = 0; i < kMessages && !session.client(client).ended(); ++i)
    co_await session.SayInParts(client);
  co_await session.UntilTaken(client);
  co_await session.Rest("after the stream");
  session.HalfClose(client);
  co_await session.Rest("after its end");
}

Verdict Judge(const Evidence& evidence) {
  constexpr int kClient = 1;
  const Observation& after = evidence.At("after the stream");
  const Observation& last = evidence.At("after its end");
  const ClientSeen& client = *last.Client(kClient);
  const std::string sent =
      "The client sent " +
      Plural(static_cast<std::int64_t>(after.Client(kClient)->bytes_sent), "byte");
  if (auto ended = FailIfEnded(last, "when a client had sent its stream")) return *ended;
  if (client.bytes_received > 0) {
    return Fail("In this dialogue only the client speaks, and the server sent " +
                Quoted(client.received) + ".");
  }
  if (after.Client(kClient)->eof || after.Client(kClient)->reset) {
    return Fail(sent + " and had more to say, but the server closed the connection.",
                Proof::kEvent);
  }
  if (!last.Decided())
    return Unresolved(sent + ", and the server is not at rest yet: " + DescribeTasks(last) + ".");
  const ConnectionSeen* connection = after.Connection(kClient);
  if (connection != nullptr && connection->unread > 0) {
    return Fail(sent + ", and the server does not read them all: " +
                DescribeConnection(after, kClient) + ", and " + DescribeTasks(after) + ".");
  }
  if (!client.eof && !client.reset) {
    return Fail(sent + " and then end-of-file, and the server does not end the conversation: " +
                    DescribeTasks(last) + ".",
                last.AtRest() ? Proof::kState : Proof::kTimed);
  }
  return Pass(sent + "; the server took them all up to end-of-file, and said nothing.");
}

const Check kCheck{
    .id = "exchange/consumes_simplex_stream",
    .title = "takes a simplex stream to its end",
    .requirement =
        "Simplex from the client: the server MUST take everything up to end-of-file and send "
        "nothing.",
    .see = {"recv(2)", "close(2)"},
    .hint =
        "Call recv() in a loop until it returns 0, and close the connection then. Do not answer.",
    .needs = {Need::kClientStream},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"robustness/stops_work_when_client_leaves",
                    "exchange/closes_connection_after_exchange",
                    "exchange/serves_clients_one_after_another",
                    "descriptors/parent_closes_connected_socket", "processes/child_never_accepts"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
