#include "reports/findings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <map>

#include "reports/finding.h"
#include "reports/repairs.h"

namespace reports {
namespace {

using checker::CheckResult;
using checker::Outcome;
using checker::ScoreReport;

constexpr int kTextColumn = 2;
constexpr int kListIndent = 4;
constexpr std::size_t kMostUntested = 8;  // ids behind one reason that a screen can bear

using Checks = std::vector<const CheckResult*>;

Checks Where(const ScoreReport& report, const std::function<bool(const CheckResult&)>& predicate) {
  Checks chosen;
  for (const CheckResult& check : report.checks) {
    if (predicate(check)) chosen.push_back(&check);
  }
  return chosen;
}

void Heading(std::string_view text, Page& page) {
  page.Blank();
  page.Line(page.Painted(text, Ink::kStrong));
}

// Failures that nothing explains, each with what follows from it.
void Failures(const std::vector<Repair>& repairs, bool advice, bool verbose,
              std::string_view heading, Page& page) {
  bool first = true;
  for (const Repair& repair : repairs) {
    if (IsAdvice(*repair.check) != advice) continue;
    if (first) Heading(heading, page);
    first = false;
    WriteFailure(*repair.check, repair.consequences, verbose, page);
  }
}

void UndecidedOnes(const ScoreReport& report, bool verbose, Page& page) {
  const Checks undecided = Where(report, IsUndecided);
  if (undecided.empty()) return;
  Heading("Undecided", page);
  for (const CheckResult* check : undecided) WriteUndecided(*check, verbose, page);
}

// "startup (3 checks, 9 points)" for a reason that stops too many checks to name each.
std::vector<std::string> ByFolder(const Checks& checks) {
  std::vector<std::string> folders;
  for (std::size_t i = 0; i < checks.size();) {
    const std::string folder = checks[i]->id.substr(0, checks[i]->id.find('/'));
    int count = 0, points = 0;
    for (; i < checks.size() && checks[i]->id.starts_with(folder + '/'); ++i) {
      ++count;
      points += checks[i]->max_points;
    }
    const std::string stake = points > 0 ? ", " + Plural(points, "point") : "";
    folders.push_back(fmt::format("{} ({}{})", folder, Plural(count, "check"), stake));
  }
  return folders;
}

std::vector<std::string> OneByOne(const Checks& checks) {
  std::vector<std::string> ids;
  for (const CheckResult* check : checks) {
    const bool graded = check->max_points > 0;
    ids.push_back(graded ? fmt::format("{} (-{})", check->id, check->max_points) : check->id);
  }
  return ids;
}

// Often one reason keeps many checks from being run: it is said once.
void UntestedOnes(const ScoreReport& report, bool verbose, Page& page) {
  const Checks untested =
      Where(report, [](const CheckResult& check) { return check.outcome == Outcome::kUntested; });
  if (untested.empty()) return;
  Heading("Not tested", page);
  std::vector<std::string> reasons;
  std::map<std::string, Checks> behind;
  for (const CheckResult* check : untested) {
    if (behind[check->rationale].empty()) reasons.push_back(check->rationale);
    behind[check->rationale].push_back(check);
  }
  for (const std::string& reason : reasons) {
    const Checks& checks = behind[reason];
    page.Item(0, "-", kTextColumn, reason.empty() ? "No reason is recorded." : reason);
    const auto names =
        verbose || checks.size() <= kMostUntested ? OneByOne(checks) : ByFolder(checks);
    page.Paragraph(kListIndent, fmt::format("{}", fmt::join(names, ", ")), Ink::kFaint);
  }
}

void NotesOfPassed(const ScoreReport& report, Page& page) {
  const Checks noted = Where(report, [](const CheckResult& check) {
    return check.outcome == Outcome::kPass && !check.notes.empty();
  });
  if (noted.empty()) return;
  Heading("Notes", page);
  for (const CheckResult* check : noted) {
    for (const std::string& note : check->notes) {
      page.Item(0, "-", kTextColumn, fmt::format("{}: {}", check->id, note));
    }
  }
}

void Passed(const ScoreReport& report, Page& page) {
  const Checks passed =
      Where(report, [](const CheckResult& check) { return check.outcome == Outcome::kPass; });
  if (passed.empty()) return;
  Heading("Passed", page);
  for (const CheckResult* check : passed) WritePassed(*check, page);
}

void DoesNotApply(const ScoreReport& report, Page& page) {
  if (report.not_applicable.empty()) return;
  Heading("Does not apply to this server", page);
  for (const checker::NotApplicable& entry : report.not_applicable) {
    page.Item(0, "-", kTextColumn, fmt::format("{}: {}", entry.id, entry.reason));
  }
}

}  // namespace

void WriteFindings(const ScoreReport& report, bool verbose, Page& page) {
  const std::vector<Repair> repairs = RepairsOf(report);
  Failures(repairs, false, verbose, "What went wrong", page);
  UndecidedOnes(report, verbose, page);
  UntestedOnes(report, verbose, page);
  Failures(repairs, true, verbose, "Advice (costs nothing)", page);
  NotesOfPassed(report, page);
  if (!verbose) return;
  Passed(report, page);
  DoesNotApply(report, page);
}

}  // namespace reports
