// What does not build cannot be graded further, so this comes first.
#include "checker/check_api.h"

namespace checker {
namespace {

Verdict Judge(const Evidence& evidence) {
  const BuildSummary& build = evidence.build;
  if (build.status != BuildStatus::kFailed) return Pass("It builds.");
  for (const Diagnostic& diagnostic : build.diagnostics) {
    if (diagnostic.severity != "error" && diagnostic.severity != "fatal error") continue;
    return Fail("It does not build: " + diagnostic.file + ":" + std::to_string(diagnostic.line) +
                    ": " + diagnostic.message,
                Proof::kEvent);
  }
  return Fail("It does not build: " + Quoted(build.log), Proof::kEvent);
}

const Check kCheck{
    .id = "build/compiles",
    .title = "compiles",
    .requirement =
        "The submission MUST build without errors, with its own Makefile or "
        "CMakeLists.txt where it has one.",
    .see = {"gcc(1)", "make(1)"},
    .hint =
        "Build it yourself from an empty folder with exactly the files that you hand in, and read "
        "the first error: the others often follow from it.",
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
