// Servers crash, and then the answer never comes. recv() says so by returning 0; who waits for
// bytes nevertheless waits for ever.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(ClientSession& session) {
  session.Listen();
  session.Start();
  co_await session.Rest("said");
  session.CloseConnection();
  co_await session.Finish("end");
}

Verdict Judge(const Evidence& evidence) {
  const Observation& end = evidence.At("end");
  if (evidence.At("said").clients.empty()) return Untested("It never connected.");
  if (auto failed = FailUnlessClientEnded(end, "when the server had closed without a reply"))
    return *failed;
  return Pass("When the server closed without a reply it " + DescribeEnd(*end.end_status) + ".");
}

const Check kCheck{
    .id = "client/survives_server_closing_early",
    .title = "survives a server that closes early",
    .requirement = "A server that closes before its reply MUST not make the client hang or crash.",
    .see = {"recv(2)"},
    .hint =
        "recv() returns 0 when the server has closed and -1 at an error: in both cases stop "
        "asking.",
    .after = {"client/connects_to_given_server"},
    .root_causes = {"client/connects_to_given_server", "client/closes_and_exits"},
    .exercise_client = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
