// Who starts a program without its arguments wants to know which it takes. argv[1] is then a null
// pointer.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  LaunchForm form = session.facts().launch;
  form.arguments.clear();
  session.SetLaunch(form);
  co_await session.Relaunch();
  session.Remember("without arguments");
}

Verdict Judge(const Evidence& evidence) {
  const Observation& seen = evidence.At("without arguments");
  if (!seen.listeners.empty()) {
    return Pass("Without arguments it listens on port " +
                std::to_string(seen.listeners.front().port) + ".");
  }
  if (seen.alive) {
    if (!seen.Decided()) return Unresolved("Without arguments it neither listens nor ends so far.");
    if (!seen.Burns()) return Pass("Without arguments it waits: " + DescribeTasks(seen) + ".");
    return Fail("Without arguments it runs in circles: " + DescribeTasks(seen) + ".",
                Proof::kTimed);
  }
  if (!seen.end_status) return Unresolved("Without arguments it ended, and how is not known.");
  const std::string how = "Without arguments it " + DescribeEnd(*seen.end_status);
  const int signal = *seen.end_status & 0x7f;
  if (signal != 0 && signal != SIGABRT) return Fail(how + ".", Proof::kEvent);
  Verdict verdict =
      Pass(how + (seen.output_tail.empty() ? "." : " and said " + Quoted(seen.output_tail) + "."));
  verdict.proof = Proof::kEvent;
  if (seen.output_tail.empty())
    verdict.notes.push_back("It printed nothing: a line \"usage: ...\" would help.");
  return verdict;
}

const Check kCheck{
    .id = "startup/reports_missing_arguments",
    .title = "reports missing arguments",
    .level = Level::kShould,
    .requirement =
        "A server that takes arguments SHOULD, without them, use a default or print its usage, not "
        "crash.",
    .see = {"exit(3)"},
    .hint =
        "if (argc < 2) { fprintf(stderr, \"usage: %s port\\n\", argv[0]); exit(1); } before "
        "argv[1] is used.",
    .needs = {Need::kArguments},
    .after = {"startup/listens_for_connections"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
