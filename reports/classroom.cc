#include "reports/classroom.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "reports/document.h"
#include "reports/rows.h"

namespace reports {
namespace {

using checker::ScoreReport;

// The reporter gets it in one environment variable, in base64: 131,072 bytes are the limit.
constexpr std::size_t kMostMessage = 300;

const char* ClassroomStatus(const Row& row) {
  if (row.passed()) return "pass";
  return row.undecided() ? "error" : "fail";
}

Json ClassroomTest(const std::string& name, const char* status, int score,
                   const std::string& message) {
  return {{"name", name},    {"status", status}, {"score", score}, {"message", message},
          {"test_code", ""}, {"filename", ""},   {"line_no", 0},   {"duration", 0}};
}

Json ClassroomTest(const Row& row) {
  Json test =
      ClassroomTest(row.id, ClassroomStatus(row), row.points, Sanitized(row.message, kMostMessage));
  test["filename"] = row.file;
  test["line_no"] = row.line;
  test["duration"] = row.duration_ms;
  return test;
}

std::string Said(const Style& style, const char* name, const std::string& otherwise) {
  const auto found = style.environment.find(name);
  return found == style.environment.end() || found->second.empty()
             ? otherwise
             : Sanitized(found->second, 1 << 10);
}

Json Classroom50Frame(const Style& style, const std::string& started_at) {
  const std::string commit = Said(style, "COMMIT_URL", "unknown");
  const std::string tag = Said(style, "SUBMISSION_TAG", "");
  const std::string graded_at = started_at.empty() ? "1970-01-01T00:00:00Z" : started_at;
  return {{"schema", "classroom50/result/v1"},
          {"classroom", Said(style, "CLASSROOM", "unknown")},
          {"assignment", Said(style, "ASSIGNMENT", "unknown")},
          {"assignment_type", Said(style, "ASSIGNMENT_TYPE", "individual")},
          {"owner", Said(style, "OWNER", Said(style, "USERNAME", "unknown"))},
          {"submission", tag.starts_with("submit/") ? tag : "submit/unknown"},
          {"commit", commit},
          {"release", Said(style, "RELEASE_URL", "unknown")},
          {"review", Said(style, "REVIEW_URL", commit)},
          {"datetime", graded_at},
          {"graded_at", graded_at}};
}

}  // namespace

void WriteClassroom(const ScoreReport& given, const Style&, std::ostream& out) {
  const ScoreReport report = Sanitized(given);
  Json tests = Json::array();
  bool failed = false, undecided = false;
  for (const Row& row : GradedRowsOf(report)) {
    tests.push_back(ClassroomTest(row));
    failed |= !row.passed() && !row.undecided();
    undecided |= !row.passed() && row.undecided();
  }
  if (tests.empty()) tests.push_back(ClassroomTest("no points at stake", "pass", 0, ""));
  WriteDocument({{"version", 1},
                 {"status", failed      ? "fail"
                            : undecided ? "error"
                                        : "pass"},
                 {"max_score", std::max(report.score.max_points, 1)},
                 {"tests", std::move(tests)}},
                out);
}

void WriteClassroomError(const checker::InfrastructureError& given, const Style&,
                         std::ostream& out) {
  const checker::InfrastructureError error = Sanitized(given);
  WriteDocument({{"version", 1},
                 {"status", "error"},
                 {"max_score", 1},
                 {"tests", Json::array({ClassroomTest("the checker itself failed", "error", 0,
                                                      error.operation + ": " + error.reason)})}},
                out);
}

void WriteClassroom50(const ScoreReport& given, const Style& style, std::ostream& out) {
  const ScoreReport report = Sanitized(given);
  Json document = Classroom50Frame(style, report.started_at);
  document["score"] = report.score.points;
  document["max-score"] = report.score.max_points;
  Json tests = Json::array();
  for (const Row& row : GradedRowsOf(report)) {
    tests.push_back({{"test-name", row.id},
                     {"passed", row.passed()},
                     {"score", row.points},
                     {"max-score", row.max_points},
                     {"message", row.message}});
  }
  document["tests"] = std::move(tests);
  WriteDocument(document, out);
}

void WriteClassroom50Error(const checker::InfrastructureError& given, const Style& style,
                           std::ostream& out) {
  const checker::InfrastructureError error = Sanitized(given);
  Json document = Classroom50Frame(style, "");
  document["score"] = 0;
  document["max-score"] = 0;
  const Json test = {{"test-name", "the checker itself failed"},
                     {"passed", false},
                     {"score", 0},
                     {"max-score", 0},
                     {"message", error.operation + ": " + error.reason}};
  document["tests"] = Json::array({test});
  WriteDocument(document, out);
}

}  // namespace reports
