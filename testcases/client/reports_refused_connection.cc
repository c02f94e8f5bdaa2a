// Servers are not always there. A user has to read it, and a script to see it in the exit status.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(ClientSession& session) {
  session.Start();  // and nobody listens
  co_await session.Finish("end");
}

Verdict Judge(const Evidence& evidence) {
  const Observation& end = evidence.At("end");
  if (auto failed = FailUnlessClientEnded(end, "where nobody listens")) return *failed;
  if (*end.end_status == 0) {
    return Fail(std::string("Nobody listened, and it exited with status 0, as if all were well") +
                (end.output_tail.empty() ? " and without a word." : "."));
  }
  if (end.output_tail.empty()) {
    return Fail("Nobody listened: it " + DescribeEnd(*end.end_status) +
                " and printed nothing that would tell its user why.");
  }
  Verdict verdict = Pass("Nobody listened: it said so and " + DescribeEnd(*end.end_status) + ".");
  verdict.actual = Quoted(end.output_tail);
  return verdict;
}

const Check kCheck{
    .id = "client/reports_refused_connection",
    .title = "reports a refused connection",
    .requirement =
        "Where nobody listens the client MUST say so and exit with a status other than 0.",
    .see = {"connect(2)", "perror(3)"},
    .hint = "if (connect(...) == -1) { perror(\"connect\"); exit(1); }",
    .after = {"build/compiles"},
    .exercise_client = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
