// What the JSON format writes is what the schema says. The only file that includes valijson, which
// takes half a minute to compile.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "reports/golden/golden.h"
#include "reports/report.h"

namespace reports {
namespace {

using Json = nlohmann::json;
using valijson::adapters::NlohmannJsonAdapter;

class ReportSchema : public testing::Test {
 protected:
  void SetUp() override {
    std::ifstream file(SCHEMA_DIR "/score-report.v1.schema.json");
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

Json Written(const checker::ScoreReport& report) {
  std::ostringstream out;
  FindFormat("json")->write(report, {}, out);
  return Json::parse(out.str());
}

TEST_F(ReportSchema, AReportWithEveryOutcomeFollowsIt) {
  EXPECT_EQ(Violations(Written(FaultyForkServer())), "");
  EXPECT_EQ(Violations(Written(FaultlessServer())), "");
  EXPECT_EQ(Violations(Written(UnbuildableSubmission())), "");
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

}  // namespace
}  // namespace reports
