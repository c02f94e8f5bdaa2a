#include "reports/changes.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/layout.h"

namespace reports {
namespace {

using checker::CheckResult;
using checker::ScoreReport;

const CheckResult* FindIn(const ScoreReport& report, const std::string& id) {
  const auto found = std::find_if(report.checks.begin(), report.checks.end(),
                                  [&](const CheckResult& check) { return check.id == id; });
  return found == report.checks.end() ? nullptr : &*found;
}

std::string Words(const Change& change) {
  if (change.was.empty()) return "new: " + change.is;
  if (change.is.empty()) return "no longer judged (was " + change.was + ")";
  return change.was + " -> " + change.is;
}

}  // namespace

std::vector<Change> ChangesBetween(const ScoreReport& before, const ScoreReport& after) {
  std::vector<Change> changes;
  for (const CheckResult& check : after.checks) {
    const CheckResult* old = FindIn(before, check.id);
    if (old != nullptr && old->outcome == check.outcome) continue;
    changes.push_back({check.id, old != nullptr ? checker::Name(old->outcome) : "",
                       checker::Name(check.outcome), check.rationale});
  }
  for (const CheckResult& check : before.checks) {
    if (FindIn(after, check.id) != nullptr) continue;
    changes.push_back({check.id, checker::Name(check.outcome), "", ""});
  }
  return changes;
}

void WriteChanges(const ScoreReport& given_before, const ScoreReport& given_after,
                  const Style& style, std::ostream& out) {
  const ScoreReport before = Sanitized(given_before);
  const ScoreReport after = Sanitized(given_after);
  Page page(style, out);
  page.Paragraph(0,
                 fmt::format("Since last time: {} -> {} of {} points", before.score.points,
                             after.score.points, after.score.max_points),
                 Ink::kStrong);
  const std::vector<Change> changes = ChangesBetween(before, after);
  if (changes.empty()) page.Paragraph(2, "every check came out as before");
  for (const Change& change : changes) {
    const Ink ink = change.better() ? Ink::kGood : change.is == "fail" ? Ink::kBad : Ink::kUnsure;
    page.Paragraph(2, change.id + ": " + Words(change), ink);
    if (!change.better() && !change.why.empty()) page.Paragraph(4, change.why);
  }
}

}  // namespace reports
