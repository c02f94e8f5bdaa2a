// What a host refuses is nobody's fault: without namespaces, rights or control groups correct
// programs have full marks, and every check that applies is decided.
#include <gtest/gtest.h>

#include <algorithm>

#include "reference/attacked_grading.h"
#include "reference/fault.h"
#include "reference/programs.h"

namespace checker::reference {
namespace {

constexpr std::chrono::seconds kGrading{120};

// As AnswerOf says it.
std::string AnswerIn(const nlohmann::json& check) {
  const std::string outcome = check.at("outcome");
  return check.at("explained_by").is_null() ? outcome : kExplained;
}

std::string WithLane(Lane lane, const std::string& program) {
  return TestName(program) + "In" + Name(lane);
}

// A grading in a lane that does harm to nobody.
class PoorHostTest : public testing::Test {
 protected:
  void Grade(Lane lane, const std::filesystem::path& program) {
    AttackedGrading grading(lane);
    end_ = grading.Grade(grading.CopyOf(program), kGrading);
    ASSERT_TRUE(end_.report.contains("checks")) << end_.standard_output << end_.standard_error;
    for (const std::string& line : grading.Damage()) ADD_FAILURE() << line;
  }

  void ExpectAnswers(const std::function<Answers(const std::string&)>& right_answers) const {
    for (const auto& check : end_.report.at("checks")) {
      EXPECT_TRUE(right_answers(check.at("id")).contains(AnswerIn(check))) << check.dump(2);
    }
  }

  // An iterative server is right, and not concurrent.
  bool PassesAllThatCounts(const Expectation& expectation) const {
    const auto& checks = end_.report.at("checks");
    return std::all_of(checks.begin(), checks.end(), [&](const nlohmann::json& check) {
      return check.at("max_points") == 0 || expectation.AnswersTo(check.at("id")).contains("pass");
    });
  }

  GradingEnd end_;
};

class PoorHost : public PoorHostTest,
                 public testing::WithParamInterface<std::tuple<Lane, std::string>> {};

TEST_P(PoorHost, GivesACorrectProgramFullMarks) {
  const auto& [lane, name] = GetParam();
  if (const std::string reason = WhyNot(lane); !reason.empty()) GTEST_SKIP() << reason;
  const auto program = Folder("correct") / name;
  ASSERT_NO_FATAL_FAILURE(Grade(lane, program));
  const auto expectation = Expectation::Read(program);
  ExpectAnswers([&](const std::string& id) { return expectation.AnswersTo(id); });
  const bool is_faultless = PassesAllThatCounts(expectation);
  EXPECT_EQ(end_.exit_code, is_faultless ? 0 : 1) << end_.standard_output << end_.standard_error;
  const auto& score = end_.report.at("score");
  EXPECT_EQ(score.at("points") == score.at("max_points"), is_faultless);
  EXPECT_EQ(score.at("undecided_points"), 0);
}

class FaultInPoorHost : public PoorHostTest,
                        public testing::WithParamInterface<std::tuple<Lane, std::string>> {};

TEST_P(FaultInPoorHost, IsFoundAndNothingElse) {
  const auto& [lane, name] = GetParam();
  if (const std::string reason = WhyNot(lane); !reason.empty()) GTEST_SKIP() << reason;
  const Fault fault = Fault::Read(name);
  const auto program = Folder("correct") / fault.program;
  const Copy copy(program);
  ASSERT_TRUE(copy.Patch(fault.File()));
  ASSERT_NO_FATAL_FAILURE(Grade(lane, copy.path()));
  const auto unpatched = Expectation::Read(program);
  ExpectAnswers([&](const std::string& id) { return fault.AnswersTo(id, unpatched); });
}

std::string NameOfTest(const testing::TestParamInfo<std::tuple<Lane, std::string>>& info) {
  return WithLane(std::get<0>(info.param), std::get<1>(info.param));
}

// Those that are graded without an assignment.
std::vector<std::string> CorrectPrograms() {
  std::vector<std::string> names;
  for (const std::string& name : ProgramNames("correct")) {
    if (Expectation::Read(Folder("correct") / name).assignment() == "auto") names.push_back(name);
  }
  return names;
}

const auto kPoor = testing::Values(Lane::kContainer, Lane::kContainerUser, Lane::kGuarded);

INSTANTIATE_TEST_SUITE_P(Few, PoorHost, testing::Combine(kPoor, testing::Values("fork", "threads")),
                         NameOfTest);
INSTANTIATE_TEST_SUITE_P(Few, FaultInPoorHost,
                         testing::Combine(kPoor, testing::Values("no-reuseaddr")), NameOfTest);
INSTANTIATE_TEST_SUITE_P(Every, PoorHost,
                         testing::Combine(kPoor, testing::ValuesIn(CorrectPrograms())), NameOfTest);

}  // namespace
}  // namespace checker::reference
