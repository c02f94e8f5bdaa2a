#include "reports/csv.h"

#include <ostream>
#include <string>
#include <vector>

#include "reports/layout.h"
#include "reports/rows.h"

namespace reports {
namespace {

// A text, never a spreadsheet's formula.
std::string TextCell(const std::string& given) {
  std::string text = OneLine(given);
  if (!text.empty() && std::string("=+-@\t\r").find(text.front()) != std::string::npos)
    text.insert(0, "'");
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

void WriteLine(const std::vector<std::string>& cells, std::ostream& out) {
  for (std::size_t i = 0; i < cells.size(); ++i) out << (i > 0 ? "," : "") << cells[i];
  out << "\r\n";
}

std::vector<std::string> CsvHeader() {
  return {"submission",       "assignment", "score",     "max_score",       "percent",
          "undecided_points", "status",     "graded_at", "checker_version", "sha256"};
}

const char* CsvStatus(const checker::Score& score) {
  if (score.points == score.max_points) return "pass";
  return score.points + score.undecided_points == score.max_points ? "undecided" : "fail";
}

}  // namespace

void WriteCsv(const checker::ScoreReport& given, const Style&, std::ostream& out) {
  const checker::ScoreReport report = Sanitized(given);
  const checker::Score& score = report.score;
  std::vector<std::string> header = CsvHeader();
  std::vector<std::string> cells = {TextCell(report.submission_name),
                                    TextCell(report.assignment_id),
                                    std::to_string(score.points),
                                    std::to_string(score.max_points),
                                    score.percent ? std::to_string(*score.percent) : "",
                                    std::to_string(score.undecided_points),
                                    CsvStatus(score),
                                    TextCell(report.started_at),
                                    CHECKER_VERSION,
                                    report.submission_sha256};
  for (const Row& row : GradedRowsOf(report)) {
    header.push_back(TextCell("t:" + row.id));
    cells.push_back(std::to_string(row.points));
  }
  WriteLine(header, out);
  WriteLine(cells, out);
}

void WriteCsvError(const checker::InfrastructureError& given, const Style&, std::ostream& out) {
  const checker::InfrastructureError error = Sanitized(given);
  WriteLine({"status", "reason"}, out);
  WriteLine({"error", TextCell(error.operation + ": " + error.reason)}, out);
}

}  // namespace reports
