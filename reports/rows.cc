#include "reports/rows.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "checker/model/catalogue.h"
#include "reports/finding.h"
#include "reports/report.h"
#include "reports/score_in_words.h"

namespace reports {
namespace {

using checker::CheckResult;
using checker::Outcome;

// Platforms bound the whole, not one text: a hundred rows stay below half a megabyte.
constexpr std::size_t kLongMessage = 400;
constexpr std::size_t kLongDetail = 300;
constexpr std::size_t kLongDetails = 4 << 10;
constexpr std::size_t kMostEvidenceOfRow = 8;

std::string Short(const std::string& text, std::size_t most) {
  return OneLine(Sanitized(text, most));
}

struct Details {
  void Add(const char* label, const std::string& line) {
    if (!line.empty()) text += fmt::format("{}{}\n", label, Short(line, kLongDetail));
  }
  std::string text;
};

std::string DetailsOf(const CheckResult& check) {
  Details details;
  details.Add("", check.requirement);
  details.Add("", check.rationale);
  if (check.outcome != Outcome::kPass) {
    details.Add("expected: ", check.expected);
    details.Add("seen: ", check.actual);
    details.Add("look at: ", check.hint);
    if (check.explained_by) details.Add("follows from: ", *check.explained_by);
    const checker::Check* known = checker::FindCheck(check.id);
    if (known != nullptr) details.Add("read: ", fmt::format("{}", fmt::join(known->see, ", ")));
  }
  for (const std::string& note : check.notes) details.Add("note: ", note);
  if (check.outcome == Outcome::kPass) return Sanitized(details.text, kLongDetails);
  const auto telling = Telling(check.evidence, kMostEvidenceOfRow);
  for (const checker::EvidenceLine* line : telling) {
    const std::string who = Who(*line);
    details.Add("",
                fmt::format("{} ms{}{}: {}", line->at_ms, who.empty() ? "" : " ", who, line->text));
  }
  if (const std::size_t more = check.evidence.size() - telling.size(); more > 0) {
    details.Add("", fmt::format("... {} more lines of evidence", more));
  }
  return Sanitized(details.text, kLongDetails);
}

Row RowOf(const CheckResult& check) {
  Row row;
  row.id = check.id;
  row.folder = FolderOf(check);
  row.title = Short(check.title, kLongMessage);
  row.message = Short(check.rationale.empty() ? check.title : check.rationale, kLongMessage);
  row.details = DetailsOf(check);
  row.outcome = check.outcome;
  row.points = check.points;
  row.max_points = check.max_points;
  row.duration_ms = check.duration_ms;
  if (check.source) {
    row.file = check.source->file;
    row.line = check.source->line;
  }
  return row;
}

// What the compiler said belongs to the check that the build is.
std::string ErrorsOf(const checker::BuildSummary& build) {
  constexpr std::size_t kMostErrors = 10;
  Details details;
  std::size_t errors = 0;
  for (const checker::Diagnostic& diagnostic : build.diagnostics) {
    if (IsError(diagnostic) && ++errors <= kMostErrors) {
      details.Add("", PlaceOf(diagnostic) + ": " + diagnostic.message);
    }
  }
  if (errors > kMostErrors)
    details.Add("", fmt::format("... {} more errors", errors - kMostErrors));
  return details.text;
}

}  // namespace

std::vector<Row> RowsOf(const checker::ScoreReport& report) {
  std::vector<Row> rows;
  int points = 0, most = 0;
  for (const CheckResult& check : report.checks) {
    rows.push_back(RowOf(check));
    if (check.id == "build/compiles") rows.back().details += ErrorsOf(report.build);
    points += check.points;
    most += check.max_points;
  }
  if (most < report.score.max_points) {
    Row row;
    row.id = "assignment/does_not_apply";
    row.folder = "assignment";
    row.title = "requirements that do not apply to this design";
    row.message = row.title;
    row.points = report.score.points - points;
    row.max_points = report.score.max_points - most;
    row.outcome = row.points == row.max_points ? Outcome::kPass : Outcome::kUntested;
    rows.push_back(row);
  }
  return rows;
}

std::vector<Row> GradedRowsOf(const checker::ScoreReport& report) {
  std::vector<Row> rows = RowsOf(report);
  std::erase_if(rows, [](const Row& row) { return !row.graded(); });
  return rows;
}

double FractionOf(const checker::Score& score) {
  if (score.max_points <= 0) return 0;
  return std::clamp(static_cast<double>(score.points) / score.max_points, 0.0, 1.0);
}

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

}  // namespace reports
