#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "reports/golden/golden.h"
#include "reports/report.h"

namespace reports {
namespace {

using Json = nlohmann::json;

Json Written(const checker::ScoreReport& report) {
  std::ostringstream out;
  FindFormat("json")->write(report, {}, out);
  return Json::parse(out.str());
}

// Calls visit with every scalar in the document.
template <typename Visit>
void ForEachScalar(const Json& json, Visit visit) {
  if (!json.is_structured()) return visit(json);
  for (const Json& member : json) ForEachScalar(member, visit);
}

TEST(Json, NothingIsAnEmptyStringMinusOneOrAFraction) {
  for (const auto& report : {FaultyForkServer(), FaultlessServer(), UnbuildableSubmission()}) {
    ForEachScalar(Written(report), [](const Json& scalar) {
      EXPECT_NE(scalar, "");
      EXPECT_NE(scalar, -1);
      EXPECT_FALSE(scalar.is_number_float());
    });
  }
}

TEST(Json, ArraysAreNeverNull) {
  const Json json = Written(checker::ScoreReport());
  for (const char* name : {"checks", "not_applicable", "processes", "timeline"}) {
    EXPECT_TRUE(json.at(name).is_array()) << name;
  }
  EXPECT_TRUE(json.at("build").at("commands").is_array());
  EXPECT_TRUE(json.at("build").at("diagnostics").is_array());
  EXPECT_TRUE(json.at("environment").at("denied").is_array());
}

TEST(Json, WithoutAServerOrPointsThereIsNull) {
  const Json json = Written(checker::ScoreReport());
  EXPECT_TRUE(json.at("server").is_null());
  EXPECT_TRUE(json.at("score").at("percent").is_null());
  EXPECT_TRUE(json.at("score").at("percent_best").is_null());
}

TEST(Json, EvidenceHasOnlyTheNumbersThatAreKnown) {
  checker::ScoreReport report;
  report.checks.emplace_back().evidence = {
      {.at_ms = 3, .kind = checker::EvidenceKind::kCall, .text = "accept", .pid = 2, .fd = 0}};
  const Json line = Written(report).at("checks").at(0).at("evidence").at(0);
  EXPECT_EQ(line,
            (Json{{"at_ms", 3}, {"kind", "call"}, {"text", "accept"}, {"pid", 2}, {"fd", 0}}));
}

TEST(Json, AProcessEndsWithACodeASignalOrNull) {
  checker::ScoreReport report;
  report.processes = {{.exit_status = 3 << 8}, {.exit_status = 11}, {}};
  const Json lives = Written(report).at("processes");
  EXPECT_EQ(lives.at(0).at("exit"), (Json{{"code", 3}}));
  EXPECT_EQ(lives.at(1).at("exit"), (Json{{"signal", 11}}));
  EXPECT_TRUE(lives.at(2).at("exit").is_null());
}

TEST(Json, AServerThatAnswersNothingHasNoReply) {
  checker::ScoreReport report;
  report.server.emplace().exchange = checker::Exchange{.reply = checker::Reply::kNone};
  EXPECT_TRUE(Written(report).at("server").at("exchange").at("reply").is_null());
}

TEST(Json, AnInfrastructureErrorIsADocumentOfItsOwn) {
  std::ostringstream out;
  FindFormat("json")->write_error({"mount /proc", "not permitted"}, {}, out);
  EXPECT_EQ(Json::parse(out.str()),
            (Json{{"schema", "score-report/v1"},
                  {"error", {{"operation", "mount /proc"}, {"reason", "not permitted"}}}}));
}

}  // namespace
}  // namespace reports
