// When the conversation is over the client has to let its server know, and the shell that started
// it: 0 means that all went well.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(ClientSession& session) {
  session.Listen();
  session.Start();
  co_await Greet(session);
  co_await session.Rest("said");
  session.Send("reply " + session.FreshNonce() + EndOfMessage(session.facts().framing));
  co_await session.Finish("end");
}

Verdict Judge(const Evidence& evidence) {
  const Observation& end = evidence.At("end");
  if (auto failed = FailUnlessClientEnded(
          end, "after the reply, the server's end-of-file and the end of its input")) {
    return *failed;
  }
  if (evidence.At("said").clients.empty()) return Untested("It never connected.");
  if (*end.end_status != 0)
    return Fail("After a conversation without errors it " + DescribeEnd(*end.end_status) + ".");
  const ClientSeen& connection = end.clients.front();
  if (!connection.eof && !connection.reset)
    return Unresolved("It ended, and the server saw no end of the connection.");
  Verdict verdict = Pass("After the reply it closed its connection and exited with status 0.");
  if (connection.reset)
    verdict.notes.push_back(
        "Its end reset the connection: not all that the server had sent was read.");
  return verdict;
}

const Check kCheck{
    .id = "client/closes_and_exits",
    .title = "closes its connection and exits",
    .requirement = "After the exchange the client MUST close its socket and exit with status 0.",
    .see = {"close(2)", "exit(3)"},
    .hint =
        "recv() returns 0 when the server has closed: leave the loop then, close the socket, and "
        "return 0 from main().",
    .after = {"client/connects_to_given_server"},
    .root_causes = {"client/connects_to_given_server"},
    .exercise_client = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
