// Submissions that attack: each is graded, and afterwards everything is as it was, the report is
// the checker's own, and the next honest submission gets full marks.
#include <gtest/gtest.h>

#include <iostream>

#include "reference/attacked_grading.h"
#include "reference/hostile_case.h"
#include "reference/programs.h"

namespace checker::reference {
namespace {

constexpr std::chrono::seconds kHonest{60};

std::string ScoreOf(const nlohmann::json& report) {
  const int points = report.at("score").at("points");
  const int most = report.at("score").at("max_points");
  if (points == most) return "full";
  return points == 0 ? "none" : "some";
}

std::string OutcomeOf(const nlohmann::json& report, const std::string& id) {
  for (const auto& check : report.at("checks")) {
    if (check.at("id") == id) return check.at("outcome");
  }
  return "not there";
}

// Nothing that a terminal, a log or a parser could take for something else than text.
bool IsPlainText(const std::string& text) {
  if (nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::ignore) !=
      nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)) {
    return false;  // no UTF-8
  }
  return std::none_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
  });
}

void ExpectTheCheckersOwnReport(const AttackedGrading& grading, const GradingEnd& end) {
  ASSERT_TRUE(end.exit_code.has_value()) << "the checker has not ended by itself";
  EXPECT_LE(*end.exit_code, 2) << end.standard_error;
  ASSERT_TRUE(end.report.is_object()) << end.report_text.substr(0, 400);
  EXPECT_EQ(end.report.value("schema", ""), "score-report/v1");
  ASSERT_TRUE(end.report.contains("score")) << end.report_text;
  for (const std::string& words : {end.standard_output, end.standard_error, end.report_text}) {
    EXPECT_TRUE(IsPlainText(words)) << words;
    EXPECT_FALSE(grading.GivesAway(words)) << words;
  }
}

void ExpectNoDamage(const AttackedGrading& grading) {
  for (const std::string& line : grading.Damage()) ADD_FAILURE() << line;
}

void ExpectFullMarks(AttackedGrading& grading) {
  const GradingEnd end = grading.Grade(grading.Honest(), kHonest);
  EXPECT_EQ(end.exit_code, 0) << end.standard_output << end.standard_error;
  ExpectTheCheckersOwnReport(grading, end);
  ExpectNoDamage(grading);
}

class Hostile : public testing::TestWithParam<std::tuple<Lane, std::string>> {
 protected:
  void SetUp() override {
    const auto& [lane, name] = GetParam();
    if (const std::string reason = WhyNot(lane); !reason.empty()) GTEST_SKIP() << reason;
    one_ = HostileCase::Read(name);
    if (lane == Lane::kGuarded && !one_.guarded)
      GTEST_SKIP() << "nothing but a filter protects here, and it does not promise this";
  }

  void ExpectAsWritten(const GradingEnd& end) const {
    EXPECT_TRUE(one_.scores.contains(ScoreOf(end.report))) << ScoreOf(end.report) << '\n'
                                                           << end.standard_output;
    for (const auto& [id, outcome] : one_.outcomes) {
      EXPECT_EQ(OutcomeOf(end.report, id), outcome) << id << '\n' << end.standard_output;
    }
    for (const std::string& words : one_.report_says) {
      EXPECT_NE(end.report_text.find(words), std::string::npos) << words << '\n' << end.report_text;
    }
    EXPECT_EQ(end.report_text.find("BREACH"), std::string::npos) << end.report_text;
  }

  HostileCase one_;
};

TEST_P(Hostile, HarmsNobody) {
  const auto& [lane, name] = GetParam();
  AttackedGrading grading(lane);
  const auto submission = grading.Prepare(name);
  const GradingEnd end = grading.Grade(submission, one_.at_most);
  std::cout << one_.attack << ' ' << end.took.count() << " ms\n";
  ExpectTheCheckersOwnReport(grading, end);
  if (HasFatalFailure()) return ExpectNoDamage(grading);
  ExpectAsWritten(end);
  ExpectNoDamage(grading);
  ExpectFullMarks(grading);
}

// Two at once: the second must not suffer from the first.
TEST(HostileNeighbour, AnHonestSubmissionBesideABombHasFullMarks) {
  AttackedGrading bombed(Lane::kHere), honest(Lane::kHere);
  const auto bomb = bombed.Start(bombed.Prepare("fork-bomb-with-setsid"));
  const GradingEnd end = honest.Grade(honest.Honest(), kHonest);
  EXPECT_EQ(end.exit_code, 0) << end.standard_output << end.standard_error;
  ExpectTheCheckersOwnReport(bombed, bombed.Await(bomb, kHonest));
  ExpectNoDamage(bombed);
}

std::string NameOfTest(const testing::TestParamInfo<std::tuple<Lane, std::string>>& info) {
  return TestName(std::get<1>(info.param));
}

std::vector<std::string> QuickOnes(bool quick) {
  std::vector<std::string> names;
  for (const std::string& name : HostileNames()) {
    if (HostileCase::Read(name).quick == quick) names.push_back(name);
  }
  return names;
}

auto In(Lane lane, const std::vector<std::string>& names) {
  return testing::Combine(testing::Values(lane), testing::ValuesIn(names));
}

INSTANTIATE_TEST_SUITE_P(Quick, Hostile, In(Lane::kHere, QuickOnes(true)), NameOfTest);
INSTANTIATE_TEST_SUITE_P(Here, Hostile, In(Lane::kHere, QuickOnes(false)), NameOfTest);
INSTANTIATE_TEST_SUITE_P(PlainUser, Hostile, In(Lane::kPlainUser, HostileNames()), NameOfTest);
INSTANTIATE_TEST_SUITE_P(Container, Hostile, In(Lane::kContainer, HostileNames()), NameOfTest);
INSTANTIATE_TEST_SUITE_P(Guarded, Hostile, In(Lane::kGuarded, HostileNames()), NameOfTest);

}  // namespace
}  // namespace checker::reference
