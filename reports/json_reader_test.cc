#include "reports/json_reader.h"

#include <gtest/gtest.h>

#include <sstream>

#include "checker/model/catalogue.h"
#include "reports/golden/golden.h"
#include "reports/report.h"

namespace reports {
namespace {

std::string Written(const checker::ScoreReport& report, const Format& format) {
  std::ostringstream out;
  format.write(report, {.verbose = true}, out);
  return out.str();
}

std::string Stored(const checker::ScoreReport& report) {
  return Written(report, *FindFormat("json"));
}

// Requirements stand in the catalogue, where the golden reports' are not.
checker::ScoreReport AsTheCatalogueHasIt(checker::ScoreReport report) {
  for (checker::CheckResult& check : report.checks) {
    const checker::Check* known = checker::FindCheck(check.id);
    check.requirement = known != nullptr ? known->requirement : "";
  }
  return report;
}

class JsonReader : public testing::TestWithParam<checker::ScoreReport (*)()> {};

TEST_P(JsonReader, WhatWasStoredIsRenderedAsAtFirst) {
  const checker::ScoreReport report = AsTheCatalogueHasIt(GetParam()());
  const StoredReport read = ReadJson(Stored(report));
  ASSERT_TRUE(std::holds_alternative<checker::ScoreReport>(read))
      << std::get<NoReport>(read).reason;
  for (const Format& format : Formats()) {
    EXPECT_EQ(Written(std::get<checker::ScoreReport>(read), format), Written(report, format))
        << format.name;
  }
}

checker::ScoreReport GreetsAndCloses() {
  checker::ScoreReport report = FaultlessServer();
  report.server->exchange = checker::Exchange{.speaks_first = checker::Speaker::kServer,
                                              .reply = checker::Reply::kFixed,
                                              .ends = checker::Ends::kOne,
                                              .confidence = checker::Confidence::kSeen,
                                              .greets_and_closes = true};
  return report;
}

checker::ScoreReport WithHiddenChecks() {
  checker::ScoreReport report = FaultyForkServer();
  report.feedback = {{"*", checker::Feedback::kOutcome},
                     {"processes/", checker::Feedback::kNothing}};
  return report;
}

checker::ScoreReport NeverListened() {
  checker::ScoreReport report = FaultlessServer();
  report.server = checker::ServerFacts();
  report.server->launch_tries = {"./server 5000", "./server"};
  return report;
}

INSTANTIATE_TEST_SUITE_P(Reports, JsonReader,
                         testing::Values(FaultyForkServer, FaultlessServer, UnbuildableSubmission,
                                         HostileSubmission, GreetsAndCloses, NeverListened,
                                         WithHiddenChecks));

TEST(JsonReader, AnErrorDocumentIsRead) {
  std::ostringstream out;
  FindFormat("json")->write_error({"mount /proc", "not permitted"}, {}, out);
  const StoredReport read = ReadJson(out.str());
  ASSERT_TRUE(std::holds_alternative<checker::InfrastructureError>(read));
  EXPECT_EQ(std::get<checker::InfrastructureError>(read).operation, "mount /proc");
}

TEST(JsonReader, WhatIsNoReportSaysWhy) {
  const auto reason = [](std::string_view text) {
    return std::get<NoReport>(ReadJson(text)).reason;
  };
  EXPECT_NE(reason(""), "");
  EXPECT_NE(reason("[]"), "");
  EXPECT_NE(reason("{\"schema\": \"score-report/v2\"}").find("score-report/v1"), std::string::npos);
  EXPECT_NE(reason("{\"schema\": \"score-report/v1\"}"), "");
  std::string outcome = Stored(FaultlessServer());
  outcome.replace(outcome.find("\"pass\""), 6, "\"good\"");
  EXPECT_NE(reason(outcome).find("good"), std::string::npos);
}

}  // namespace
}  // namespace reports
