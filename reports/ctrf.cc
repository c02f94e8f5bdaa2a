#include "reports/ctrf.h"

#include <cstdint>
#include <cstdio>
#include <ctime>

#include "reports/document.h"
#include "reports/rows.h"

namespace reports {
namespace {

// "2025-01-31T12:00:00Z" -> milliseconds since 1970; 0 where it is not known.
std::int64_t EpochMilliseconds(const std::string& started_at) {
  std::tm parts = {};
  const int read =
      std::sscanf(started_at.c_str(), "%d-%d-%dT%d:%d:%dZ", &parts.tm_year, &parts.tm_mon,
                  &parts.tm_mday, &parts.tm_hour, &parts.tm_min, &parts.tm_sec);
  if (read != 6) return 0;
  parts.tm_year -= 1900;
  parts.tm_mon -= 1;
  return std::int64_t{timegm(&parts)} * 1000;
}

const char* CtrfStatus(const Row& row) {
  if (row.passed()) return "passed";
  if (row.undecided()) return "other";
  return row.outcome == checker::Outcome::kUntested ? "skipped" : "failed";
}

Json Earned(int points, int most) {
  return {{"checker.score", {{"earned", points}, {"max", most}}}};
}

Json CtrfTest(const Row& row) {
  Json test = {{"name", row.id},
               {"status", CtrfStatus(row)},
               {"rawStatus", checker::Name(row.outcome)},
               {"duration", row.duration_ms},
               {"suite", Json::array({row.folder})},
               {"message", row.message}};
  if (!row.passed()) test["trace"] = row.details;
  if (!row.file.empty()) test["filePath"] = row.file;
  if (!row.file.empty() && row.line > 0) test["line"] = row.line;
  test["extra"] = Earned(row.points, row.max_points);
  return test;
}

Json Counted(const Json& tests) {
  Json summary = {{"tests", tests.size()}, {"passed", 0},  {"failed", 0},
                  {"skipped", 0},          {"pending", 0}, {"other", 0}};
  for (const Json& test : tests) {
    Json& count = summary[test.at("status").get<std::string>()];
    count = count.get<int>() + 1;
  }
  return summary;
}

void WriteCtrfDocument(Json summary, Json tests, std::ostream& out) {
  const Json tool = {{"name", "checker"}, {"version", CHECKER_VERSION}};
  WriteDocument(
      {{"reportFormat", "CTRF"},
       {"specVersion", "0.0.0"},
       {"generatedBy", std::string("checker ") + CHECKER_VERSION},
       {"results", {{"tool", tool}, {"summary", std::move(summary)}, {"tests", std::move(tests)}}}},
      out);
}

}  // namespace

void WriteCtrf(const checker::ScoreReport& given, const Style&, std::ostream& out) {
  const checker::ScoreReport report = Sanitized(given);
  Json tests = Json::array();
  for (const Row& row : RowsOf(report)) tests.push_back(CtrfTest(row));
  Json summary = Counted(tests);
  const std::int64_t start = EpochMilliseconds(report.started_at);
  summary["start"] = start;
  summary["stop"] = start + report.duration_ms;
  summary["duration"] = report.duration_ms;
  summary["extra"] = Earned(report.score.points, report.score.max_points);
  WriteCtrfDocument(std::move(summary), std::move(tests), out);
}

void WriteCtrfError(const checker::InfrastructureError& given, const Style&, std::ostream& out) {
  const checker::InfrastructureError error = Sanitized(given);
  const Json test = {{"name", "the checker itself failed"},
                     {"status", "other"},
                     {"duration", 0},
                     {"message", error.operation + ": " + error.reason}};
  Json tests = Json::array({test});
  Json summary = Counted(tests);
  summary["start"] = 0;
  summary["stop"] = 0;
  WriteCtrfDocument(std::move(summary), std::move(tests), out);
}

}  // namespace reports
