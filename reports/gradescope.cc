#include "reports/gradescope.h"

#include <algorithm>

#include "reports/document.h"
#include "reports/feedback.h"
#include "reports/rows.h"
#include "reports/score_in_words.h"
#include "reports/server_in_words.h"

namespace reports {
namespace {

Json GradescopeFrame(const std::string& output) {
  return {{"output", output},
          {"output_format", "text"},  // the default is HTML
          {"test_output_format", "text"},
          {"test_name_format", "text"},
          {"visibility", "visible"},
          {"stdout_visibility", "hidden"},
          {"extra_data", {{"checker_version", CHECKER_VERSION}}}};
}

bool IsShown(const checker::ScoreReport& report, const Row& row) {
  return checker::FeedbackOn(report.feedback, row.id) != checker::Feedback::kNothing;
}

// While a test is hidden, Gradescope keeps the total from students too.
std::string TotalInWords(const checker::ScoreReport& report, const std::vector<Row>& rows) {
  const bool all =
      std::all_of(rows.begin(), rows.end(), [&](const Row& row) { return IsShown(report, row); });
  return all ? ScoreInWords(report.score) + "\n" : "";
}

Json GradescopeTest(const Row& row, std::size_t number) {
  Json test;
  if (row.graded()) {
    test["score"] = row.points;
    test["max_score"] = row.max_points;
  }
  test["status"] = row.passed() ? "passed" : "failed";
  test["name"] = row.id;
  test["number"] = std::to_string(number);
  test["output"] = (row.undecided() ? "undecided: " : "") + row.details;
  test["tags"] = Json::array({row.folder});
  return test;
}

}  // namespace

void WriteGradescope(const checker::ScoreReport& given, const Style&, std::ostream& out) {
  const checker::ScoreReport report = WithoutDetails(Sanitized(given));
  const std::vector<Row> rows = RowsOf(report);
  std::string output = TotalInWords(report, rows);
  if (report.server && report.server->port > 0) {
    output += DesignInWords(*report.server) + "; " + PortInWords(*report.server) + "\n";
  } else {
    output += NoServerInWords(report);
  }
  Json document = GradescopeFrame(output);
  document["score"] = report.score.points;
  document["execution_time"] = report.duration_ms / 1000.0;
  Json tests = Json::array();
  for (const Row& row : rows) {
    tests.push_back(GradescopeTest(row, tests.size() + 1));
    if (!IsShown(report, row)) tests.back()["visibility"] = "hidden";
  }
  document["tests"] = std::move(tests);
  WriteDocument(document, out);
}

void WriteGradescopeError(const checker::InfrastructureError& given, const Style&,
                          std::ostream& out) {
  const checker::InfrastructureError error = Sanitized(given);
  Json document = GradescopeFrame(
      "The checker itself failed; this says nothing about the submission. Tell your instructor.\n" +
      error.operation + ": " + error.reason);
  document["score"] = 0;
  WriteDocument(document, out);
}

}  // namespace reports
