// The compiler has read the program more carefully than anybody else. A warning is often the first
// sign of a mistake.
#include <set>
#include <tuple>

#include "checker/check_api.h"

namespace checker {
namespace {

bool IsOfTheSubmission(const Diagnostic& diagnostic) {
  const std::string& file = diagnostic.file;
  return diagnostic.line > 0 && !file.starts_with("/usr/") && !file.starts_with("<");
}

Verdict Judge(const Evidence& evidence) {
  // each once: a header is read by many files
  std::set<std::tuple<std::string, int, int, std::string>> places;
  const Diagnostic* first = nullptr;
  for (const Diagnostic& diagnostic : evidence.build.diagnostics) {
    if (diagnostic.severity != "warning" || !IsOfTheSubmission(diagnostic)) continue;
    places.emplace(diagnostic.file, diagnostic.line, diagnostic.column, diagnostic.message);
    if (first == nullptr) first = &diagnostic;
  }
  if (evidence.build.status == BuildStatus::kSkipped)
    return Untested("There was nothing to compile.");
  if (first == nullptr) return Pass("It compiles without warnings under -Wall -Wextra.");
  const auto count = static_cast<std::int64_t>(places.size());
  return Fail(Plural(count, "warning") + " under -Wall -Wextra" +
                  (count == 1 ? ": " : ", the first: ") + first->file + ":" +
                  std::to_string(first->line) + ": " + first->message,
              Proof::kEvent);
}

const Check kCheck{
    .id = "build/compiles_without_warnings",
    .title = "compiles without warnings",
    .level = Level::kShould,
    .requirement = "It SHOULD build without warnings under -Wall -Wextra.",
    .see = {"gcc(1)"},
    .hint =
        "Compile with gcc -Wall -Wextra and read each warning: it says what the program means, not "
        "only what it does.",
    .after = {"build/compiles"},
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
