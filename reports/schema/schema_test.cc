// What the JSON format writes is what its schema says, and so are the assignments that come along.
// The only file that includes valijson, which takes half a minute to compile.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "checker/intake/assignment_writer.h"
#include "reports/golden/golden.h"
#include "reports/report.h"

namespace reports {
namespace {

using Json = nlohmann::json;
using valijson::adapters::NlohmannJsonAdapter;

class SchemaTest : public testing::Test {
 protected:
  explicit SchemaTest(const std::string& name) {
    std::ifstream file(SCHEMA_DIR "/" + name);
    const Json document = Json::parse(file);
    valijson::SchemaParser().populateSchema(NlohmannJsonAdapter(document), schema_);
  }

  // "" if the document follows the schema, else what is wrong with it.
  std::string Violations(const Json& document) const {
    valijson::ValidationResults results;
    valijson::Validator().validate(schema_, NlohmannJsonAdapter(document), &results);
    std::string text;
    for (valijson::ValidationResults::Error error; results.popError(error);) {
      for (const std::string& step : error.context) text += step;
      text += ": " + error.description + "\n";
    }
    return text;
  }

  valijson::Schema schema_;
};

class ReportSchema : public SchemaTest {
 protected:
  ReportSchema() : SchemaTest("score-report.v1.schema.json") {}
};

class AssignmentSchema : public SchemaTest {
 protected:
  AssignmentSchema() : SchemaTest("assignment.v1.schema.json") {}
};

Json Written(const checker::ScoreReport& report) {
  std::ostringstream out;
  FindFormat("json")->write(report, {}, out);
  return Json::parse(out.str());
}

TEST_F(ReportSchema, AReportWithEveryOutcomeFollowsIt) {
  EXPECT_EQ(Violations(Written(FaultyForkServer())), "");
  EXPECT_EQ(Violations(Written(FaultlessServer())), "");
  EXPECT_EQ(Violations(Written(UnbuildableSubmission())), "");
  EXPECT_EQ(Violations(Written(HostileSubmission())), "");
}

TEST_F(ReportSchema, AReportThatSaysWhatStudentsAreShownFollowsIt) {
  checker::ScoreReport report = FaultyForkServer();
  report.feedback = {{"processes/", checker::Feedback::kNothing}};
  EXPECT_EQ(Violations(Written(report)), "");
}

TEST_F(ReportSchema, AnEmptyReportFollowsIt) {
  EXPECT_EQ(Violations(Written(checker::ScoreReport())), "");
}

TEST_F(ReportSchema, AnInfrastructureErrorFollowsIt) {
  std::ostringstream out;
  FindFormat("json")->write_error(HeldPort(), {}, out);
  EXPECT_EQ(Violations(Json::parse(out.str())), "");
}

TEST_F(ReportSchema, AnUnknownMemberBreaksIt) {
  Json document = Written(FaultlessServer());
  document["checks"][0]["grade"] = "A";
  EXPECT_NE(Violations(document), "");
}

TEST_F(ReportSchema, AMissingMemberBreaksIt) {
  Json document = Written(FaultlessServer());
  document["score"].erase("percent");
  EXPECT_NE(Violations(document), "");
}

TEST_F(ReportSchema, AFractionOfAPointBreaksIt) {
  Json document = Written(FaultlessServer());
  document["score"]["points"] = 99.5;
  EXPECT_NE(Violations(document), "");
}

TEST_F(AssignmentSchema, EveryShippedAssignmentFollowsIt) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(ASSIGNMENTS_DIR)) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream file(entry.path());
    EXPECT_EQ(Violations(Json::parse(file)), "") << entry.path();
    ++count;
  }
  EXPECT_GE(count, 5);
}

TEST_F(AssignmentSchema, WhatInitWritesFollowsIt) {
  EXPECT_EQ(Violations(Json::parse(checker::StarterAssignment("lab3"))), "");
  for (const checker::ScoreReport& report : {FaultyForkServer(), FaultlessServer()}) {
    EXPECT_EQ(Violations(Json::parse(checker::LearntAssignment(report, "lab3", "anna"))), "");
  }
}

TEST_F(AssignmentSchema, WhatTheReaderRefusesBreaksIt) {
  const Json smallest = {{"id", "lab"}, {"checks", {{"*", 1}}}};
  EXPECT_EQ(Violations(smallest), "");
  for (const char* patch :
       {R"({"title": 5})", R"({"desing": "fork"})", R"({"design": "forks"})", R"({"id": "auto"})",
        R"({"exit_code": 0})", R"({"clients_held": 0})", R"({"launch": {"port": 70000}})",
        R"({"launch": {"stdin": [{}]}})", R"({"checks": {"*": 1.5}})", R"({"exchange": {}})",
        R"({"exchange": {"steps": [{"send": "x", "expect": {"kind": "any"}}]}})"}) {
    Json document = smallest;
    document.update(Json::parse(patch));
    EXPECT_NE(Violations(document), "") << patch;
  }
}

}  // namespace
}  // namespace reports
