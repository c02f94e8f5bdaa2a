#include "reports/batch_changes.h"

#include <fmt/format.h>

#include "reports/changes.h"
#include "reports/layout.h"
#include "reports/score_in_words.h"

namespace reports {
namespace {

using checker::ScoreReport;

// What is known to have changed that could be the reason.
std::string WhyOf(const ScoreReport& before, const ScoreReport& after) {
  std::string why;
  if (before.submission_sha256 != after.submission_sha256) why = "the submission has changed";
  if (before.assignment_id != after.assignment_id ||
      before.assignment_sha256 != after.assignment_sha256) {
    why += why.empty() ? "the assignment has changed" : ", the assignment too";
  }
  return why.empty() ? "same submission, same assignment" : why;
}

std::string Points(const ScoreReport& before, const ScoreReport& after) {
  const checker::Score& was = before.score;
  const checker::Score& is = after.score;
  if (was.max_points == is.max_points)
    return fmt::format("{} -> {} of {} points", was.points, is.points, is.max_points);
  return fmt::format("{} of {} -> {} of {} points", was.points, was.max_points, is.points,
                     is.max_points);
}

std::string OutcomeInWords(const Change& change) {
  if (change.was.empty()) return "was not judged -> " + change.is;
  return change.was + " -> " + (change.is.empty() ? "is not judged" : change.is);
}

}  // namespace

bool WriteChangeOf(const std::string& given_name, const ScoreReport* before,
                   const ScoreReport* after, const Style& style, std::ostream& out) {
  const std::string name = OneLine(Sanitized(given_name, 200));
  Page page(style, out);
  if (before == nullptr || after == nullptr) {
    const std::string what = before == nullptr
                                 ? "only in the new batch: " + ScoreInWords(after->score)
                                 : "only in the old batch: " + ScoreInWords(before->score);
    page.Paragraph(0, name + ": " + what, Ink::kUnsure);
    return true;
  }
  const auto changes = ChangesBetween(*before, *after);
  const bool same_points = before->score.points == after->score.points &&
                           before->score.max_points == after->score.max_points;
  if (changes.empty() && same_points) return false;
  page.Paragraph(0, name + ": " + Points(*before, *after) + "; " + WhyOf(*before, *after),
                 Ink::kStrong);
  for (const Change& change : changes) {
    const Ink ink = change.better() ? Ink::kGood : change.is == "fail" ? Ink::kBad : Ink::kUnsure;
    page.Paragraph(2, change.id + ": " + OutcomeInWords(change), ink);
    if (!change.better() && !change.why.empty()) page.Paragraph(4, Sanitized(change.why, 500));
  }
  return true;
}

}  // namespace reports
