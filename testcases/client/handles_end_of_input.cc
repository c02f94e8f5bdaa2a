// The user presses Ctrl+D, or the input was a file and is used up. Then there is nothing left to
// say.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(ClientSession& session) {
  session.TypeNoMessage();
  session.Listen();
  session.Start();
  co_await session.Rest();
  session.Count("asks", session.AsksForInput() ? 1 : 0);
  session.CloseStandardInput();
  co_await session.Rest("input ended");
  co_await session.Finish("end");
}

Verdict Judge(const Evidence& evidence) {
  const Observation& after = evidence.At("input ended");
  const Observation& end = evidence.At("end");
  if (after.settled == Settled::kSpinning || after.settled == Settled::kWaking) {
    return Fail(
        "At the end of its input it goes on asking without end. " + DescribeClient(after) + ".",
        Proof::kTimed);
  }
  if (auto failed =
          FailUnlessClientEnded(end, "after the end of its input and the server's end-of-file"))
    return *failed;
  if (evidence.Number("asks") == 0) return Pass("It does not wait for its input, and ends.");
  return Pass("At the end of its input it left, and " + DescribeEnd(*end.end_status) + ".");
}

const Check kCheck{
    .id = "client/handles_end_of_input",
    .title = "handles the end of its input",
    .requirement =
        "A client whose standard input ends MUST close its connection or its sending side, and not "
        "go on asking.",
    .see = {"fgets(3)", "shutdown(2)"},
    .hint =
        "fgets() returns NULL and scanf() EOF at the end of the input, each time they are called: "
        "leave the loop then.",
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
