// Simplex, from the server to the client: the server says all that it has to say, also to one who
// reads slowly, and the end of it is end-of-file.
#include "checker/check_api.h"

namespace checker {
namespace {

// Below this the buffers of a connection hold everything, and nobody is held up.
constexpr std::uint64_t kMoreThanBuffersHold = 64 * 1024;

Task<void> ReadAtOnce(Session& session, std::string label) {
  const int client = co_await session.Connect();
  co_await session.RestAndType(label);
  session.Close(client);
}

// Not a byte is read until the server has come to rest: blocked in send(), or done with what it was
// going to say.
Task<void> ReadSlowly(Session& session, std::string label) {
  const int client = session.ConnectAtOnce(1).front();
  session.client(client).StopReading(true);
  co_await session.RestAndType();
  session.client(client).StopReading(false);
  co_await session.RestAndType(label);
  session.Close(client);
}

Task<void> Exercise(Session& session) {
  co_await ReadAtOnce(session, "at once");
  co_await ReadAtOnce(session, "at once again");
  session.PlaceClientsAfar();  // so that less fits into the buffers between
  co_await ReadSlowly(session, "slowly");
}

std::optional<Verdict> FailUnlessWhole(const Observation& seen, int client,
                                       const std::string& who) {
  const ClientSeen& mine = *seen.Client(client);
  if (auto ended = FailIfEnded(seen, "while it served " + who)) return ended;
  if (mine.reset) {
    return Fail("The connection of " + who + " ended with a reset after " +
                    Plural(static_cast<std::int64_t>(mine.bytes_received), "byte") +
                    ": what was on its way is lost.",
                Proof::kEvent);
  }
  if (!mine.eof) {
    if (!seen.Decided() || seen.AsksOperator())
      return Unresolved("The stream has not ended yet: " + DescribeTasks(seen) + ".");
    return Fail("The server said " +
                    Plural(static_cast<std::int64_t>(mine.bytes_received), "byte") + " to " + who +
                    " and never ended the stream: " + DescribeTasks(seen) + ".",
                seen.AtRest() ? Proof::kState : Proof::kTimed);
  }
  if (mine.bytes_received == 0)
    return Fail("The server closed the connection of " + who + " and had said nothing.",
                Proof::kEvent);
  return std::nullopt;
}

Verdict Judge(const Evidence& evidence) {
  std::uint64_t said[3];
  int client = 0;
  for (const char* label : {"at once", "at once again", "slowly"}) {
    ++client;
    const Observation& seen = evidence.At(label);
    if (auto failed = FailUnlessWhole(seen, client, std::string("a client that reads ") + label))
      return *failed;
    said[client - 1] = seen.Client(client)->bytes_received;
  }
  // What differs from one client to the next may be meant to.
  const bool always_the_same = said[0] == said[1];
  if (always_the_same && said[0] > kMoreThanBuffersHold && said[2] < said[0]) {
    Verdict verdict = Fail("Clients that read at once got " + std::to_string(said[0]) +
                           " bytes each, one that reads slowly " + std::to_string(said[2]) +
                           ": the rest was lost when the buffers were full.");
    verdict.expected = std::to_string(said[0]) + " bytes";
    verdict.actual = std::to_string(said[2]) + " bytes";
    return verdict;
  }
  return Pass("The server said " + std::to_string(said[0]) +
              " bytes and closed, to one who reads slowly as well.");
}

const Check kCheck{
    .id = "exchange/sends_simplex_stream",
    .title = "sends a simplex stream to its end",
    .requirement =
        "Simplex to the client: the server MUST send everything, then close; it reads nothing.",
    .see = {"send(2)", "close(2)", "socket(7)"},
    .hint =
        "send() returns how much it took: go on with the rest until all has gone, then close(). No "
        "SO_LINGER with a "
        "time of 0: it throws away what is on its way.",
    .needs = {Need::kServerStream},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"exchange/closes_connection_after_exchange", "exchange/replies_to_one_message"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
