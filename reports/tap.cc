#include "reports/tap.h"

#include "reports/document.h"
#include "reports/layout.h"
#include "reports/rows.h"

namespace reports {
namespace {

// One line in which no directive begins.
std::string Description(const std::string& text) {
  std::string escaped;
  for (const char c : OneLine(text)) {
    if (c == '\\' || c == '#') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

// A JSON string is a YAML scalar without surprises.
void Scalar(const char* key, const Json& value, std::ostream& out) {
  out << "  " << key << ": ";
  WriteDocument(value, out, Shape::kOneLine);
}

void Diagnostic(const Row& row, std::ostream& out) {
  out << "  ---\n";
  Scalar("message", row.message, out);
  Scalar("severity", row.undecided() ? "undecided" : "fail", out);
  Scalar("outcome", checker::Name(row.outcome), out);
  Scalar("score", row.points, out);
  Scalar("max_score", row.max_points, out);
  Scalar("details", row.details, out);
  out << "  ...\n";
}

void WriteStream(const checker::ScoreReport& given, int version, std::ostream& out) {
  const std::vector<Row> rows = RowsOf(Sanitized(given));
  out << "TAP version " << version << "\n1.." << rows.size();
  if (rows.empty()) out << " # SKIP no check was run";
  out << "\n";
  std::size_t number = 0;
  for (const Row& row : rows) {
    // What was not tried is no success where points hang on it.
    const bool skipped = row.outcome == checker::Outcome::kUntested && !row.graded();
    const bool advice = !row.graded() && !row.passed();
    out << (row.passed() || skipped ? "ok " : "not ok ") << ++number << " - "
        << Description(row.id);
    if (skipped) {
      out << " # SKIP " << Description(row.message);
    } else if (advice) {
      out << " # TODO advice";  // it does not fail the run
    }
    out << "\n";
    if (!row.passed() && !skipped) Diagnostic(row, out);
  }
}

void WriteBailOut(const checker::InfrastructureError& given, int version, std::ostream& out) {
  const checker::InfrastructureError error = Sanitized(given);
  out << "TAP version " << version << "\nBail out! the checker itself failed, "
      << OneLine(error.operation + ": " + error.reason) << "\n";
}

}  // namespace

void WriteTap(const checker::ScoreReport& report, const Style&, std::ostream& out) {
  WriteStream(report, 14, out);
}
void WriteTap13(const checker::ScoreReport& report, const Style&, std::ostream& out) {
  WriteStream(report, 13, out);
}

void WriteTapError(const checker::InfrastructureError& error, const Style&, std::ostream& out) {
  WriteBailOut(error, 14, out);
}
void WriteTap13Error(const checker::InfrastructureError& error, const Style&, std::ostream& out) {
  WriteBailOut(error, 13, out);
}

}  // namespace reports
