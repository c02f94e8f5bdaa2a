#include "reports/csv.h"

#include <ostream>
#include <string>
#include <vector>

#include "reports/rows.h"
#include "reports/score_in_words.h"
#include "reports/table.h"

namespace reports {
namespace {

std::vector<std::string> CsvHeader() {
  return {"submission",       "assignment", "score",     "max_score",       "percent",
          "undecided_points", "status",     "graded_at", "checker_version", "sha256"};
}

}  // namespace

void WriteCsv(const checker::ScoreReport& given, const Style&, std::ostream& out) {
  const checker::ScoreReport report = Sanitized(given);
  const checker::Score& score = report.score;
  std::vector<std::string> header = CsvHeader();
  std::vector<std::string> cells = {SafeCell(report.submission_name),
                                    SafeCell(report.assignment_id),
                                    std::to_string(score.points),
                                    std::to_string(score.max_points),
                                    score.percent ? std::to_string(*score.percent) : "",
                                    std::to_string(score.undecided_points),
                                    StatusWord(score),
                                    SafeCell(report.started_at),
                                    CHECKER_VERSION,
                                    report.submission_sha256};
  for (const Row& row : GradedRowsOf(report)) {
    header.push_back(SafeCell("t:" + row.id));
    cells.push_back(std::to_string(row.points));
  }
  WriteRow(header, out);
  WriteRow(cells, out);
}

void WriteCsvError(const checker::InfrastructureError& given, const Style&, std::ostream& out) {
  const checker::InfrastructureError error = Sanitized(given);
  WriteRow({"status", "reason"}, out);
  WriteRow({"error", SafeCell(error.operation + ": " + error.reason)}, out);
}

}  // namespace reports
