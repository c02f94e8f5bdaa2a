#include "checker/score/score.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "checker/score/weights.h"

namespace checker {
namespace {

CheckResult Check(std::string id, Outcome outcome = Outcome::kPass, bool must = true) {
  CheckResult result;
  result.id = std::move(id);
  result.outcome = outcome;
  result.must = must;
  return result;
}

CheckResult Explained(std::string id, std::string root) {
  CheckResult result = Check(std::move(id), Outcome::kFail);
  result.explained_by = std::move(root);
  return result;
}

std::map<std::string, int> MaxPoints(const Scored& scored) {
  std::map<std::string, int> by_id;
  for (const CheckResult& check : scored.checks) by_id[check.id] = check.max_points;
  return by_id;
}

// One MUST check in each folder that has points in `auto`.
std::vector<CheckResult> OneOfEach() {
  return {Check("build/a"),       Check("startup/a"),   Check("exchange/a"),
          Check("concurrency/a"), Check("processes/a"), Check("descriptors/a"),
          Check("robustness/a"),  Check("shutdown/a")};
}

Assignment Weighted(std::map<std::string, CheckWeight> weights) {
  Assignment assignment;
  assignment.is_auto = false;
  assignment.checks = std::move(weights);
  return assignment;
}

CheckWeight Points(int points) { return {CheckWeight::Mode::kPoints, points}; }
CheckWeight Advice() { return {CheckWeight::Mode::kAdvice, 0}; }
CheckWeight Off() { return {CheckWeight::Mode::kOff, 0}; }

ScoreReport Report(Scored scored) {
  ScoreReport report;
  report.checks = std::move(scored.checks);
  report.score = scored.score;
  return report;
}

int ExitCodeOf(std::vector<CheckResult> checks) {
  return ExitCode(Report(ComputeScore(Assignment(), std::move(checks), {})));
}

TEST(LargestRemainder, SplitsEvenlyAndGivesTheRestToTheFirstOfEquals) {
  EXPECT_EQ(LargestRemainder(10, {1, 1, 1}), (std::vector<int>{4, 3, 3}));
  EXPECT_EQ(LargestRemainder(5, {1, 1, 1, 1, 1, 1, 1}), (std::vector<int>{1, 1, 1, 1, 1, 0, 0}));
}

TEST(LargestRemainder, GivesTheRestToTheLargestRemainder) {
  EXPECT_EQ(LargestRemainder(100, {10, 10, 20, 25, 15, 10, 5, 0}),
            (std::vector<int>{11, 11, 21, 26, 16, 10, 5, 0}));
}

TEST(LargestRemainder, WithoutAnyWeightNobodyGetsAnything) {
  EXPECT_EQ(LargestRemainder(100, {0, 0}), (std::vector<int>{0, 0}));
  EXPECT_TRUE(LargestRemainder(100, {}).empty());
}

TEST(AutoScore, FoldersHaveTheSharesOfTheContract) {
  const auto scored = ComputeScore(Assignment(), OneOfEach(), {});
  EXPECT_EQ(MaxPoints(scored), (std::map<std::string, int>{{"build/a", 10},
                                                           {"startup/a", 10},
                                                           {"exchange/a", 20},
                                                           {"concurrency/a", 25},
                                                           {"processes/a", 15},
                                                           {"descriptors/a", 10},
                                                           {"robustness/a", 5},
                                                           {"shutdown/a", 5}}));
  EXPECT_EQ(scored.score.points, 100);
  EXPECT_EQ(scored.score.max_points, 100);
  EXPECT_EQ(scored.score.percent, 100);
  EXPECT_EQ(scored.score.percent_best, 100);
}

TEST(AutoScore, ChecksOfAFolderShareItsPointsByLargestRemainderInOrder) {
  auto checks = OneOfEach();
  checks.insert(checks.begin() + 3, {Check("exchange/b"), Check("exchange/c")});
  const auto points = MaxPoints(ComputeScore(Assignment(), checks, {}));
  EXPECT_EQ(points.at("exchange/a"), 7);
  EXPECT_EQ(points.at("exchange/b"), 7);
  EXPECT_EQ(points.at("exchange/c"), 6);
}

TEST(AutoScore, ProcessesAndIsolationShareOnePotAndSoDoRobustnessAndFaults) {
  auto checks = OneOfEach();
  checks.push_back(Check("isolation/a"));
  checks.push_back(Check("faults/a"));
  const auto points = MaxPoints(ComputeScore(Assignment(), checks, {}));
  EXPECT_EQ(points.at("processes/a"), 8);
  EXPECT_EQ(points.at("isolation/a"), 7);
  EXPECT_EQ(points.at("robustness/a"), 3);
  EXPECT_EQ(points.at("faults/a"), 2);
}

TEST(AutoScore, AFolderWhereNothingAppliesGivesItsPointsToTheOthersInProportion) {
  auto checks = OneOfEach();
  checks.pop_back();  // shutdown: 5 of 100
  const auto scored = ComputeScore(Assignment(), checks, {});
  EXPECT_EQ(MaxPoints(scored), (std::map<std::string, int>{{"build/a", 11},
                                                           {"startup/a", 11},
                                                           {"exchange/a", 21},
                                                           {"concurrency/a", 26},
                                                           {"processes/a", 16},
                                                           {"descriptors/a", 10},
                                                           {"robustness/a", 5}}));
  EXPECT_EQ(scored.score.max_points, 100);
}

TEST(AutoScore, EachCheckHasAPointAtTheExpenseOfTheRichestGroup) {
  auto checks = OneOfEach();
  for (const char* id : {"faults/a", "faults/b", "faults/c", "faults/d", "faults/e", "faults/f"})
    checks.push_back(Check(id));
  const auto scored = ComputeScore(Assignment(), checks, {});
  const auto points = MaxPoints(scored);
  EXPECT_EQ(points.at("robustness/a"), 1);
  EXPECT_EQ(points.at("faults/f"), 1);
  EXPECT_EQ(points.at("concurrency/a"), 23);
  EXPECT_EQ(points.at("exchange/a"), 20);
  EXPECT_EQ(scored.score.max_points, 100);
  checks.back().outcome = Outcome::kFail;
  EXPECT_EQ(ExitCodeOf(checks), 1);
}

TEST(AutoScore, AdviceAndUngradedFoldersHaveNoPoints) {
  auto checks = OneOfEach();
  checks.push_back(Check("startup/advice", Outcome::kFail, false));
  checks.push_back(Check("http/answers_get", Outcome::kFail));
  const auto scored = ComputeScore(Assignment(), checks, {});
  EXPECT_EQ(MaxPoints(scored).at("startup/advice"), 0);
  EXPECT_EQ(MaxPoints(scored).at("http/answers_get"), 0);
  EXPECT_EQ(scored.score.points, 100);
}

TEST(AutoScore, OutcomesThatAreNoPassGetNothingAndUndecidedOnesAreCounted) {
  auto checks = OneOfEach();
  checks[1].outcome = Outcome::kUntested;     // 10
  checks[2].outcome = Outcome::kFail;         // 20
  checks[3].outcome = Outcome::kUnresolved;   // 25
  checks[4].outcome = Outcome::kUnsupported;  // 15
  const auto scored = ComputeScore(Assignment(), checks, {});
  EXPECT_EQ(scored.score.points, 30);
  EXPECT_EQ(scored.score.undecided_points, 40);
  EXPECT_EQ(scored.score.percent, 30);
  EXPECT_EQ(scored.score.percent_best, 70);
}

TEST(AutoScore, AConsequenceKeepsItsPointsOnlyIfItsRootCauseIsInAnotherFolder) {
  auto checks = OneOfEach();
  checks[4] = Check("processes/root", Outcome::kFail);
  checks.push_back(Explained("processes/consequence", "processes/root"));
  checks[5] = Explained("descriptors/consequence", "processes/root");
  const auto scored = ComputeScore(Assignment(), checks, {});
  EXPECT_EQ(scored.checks[4].points, 0);
  EXPECT_EQ(scored.checks[5].points, 10);
  EXPECT_EQ(scored.checks.back().max_points, 7);
  EXPECT_EQ(scored.checks.back().points, 0);
  EXPECT_EQ(scored.score.points, 85);
}

TEST(AutoScore, WithoutAnyGradedCheckThereIsNoPercent) {
  const auto scored = ComputeScore(Assignment(), {Check("http/answers_get")}, {});
  EXPECT_EQ(scored.score.max_points, 0);
  EXPECT_EQ(scored.score.percent, std::nullopt);
  EXPECT_EQ(scored.score.percent_best, std::nullopt);
}

TEST(AssignedScore, TheLongestPrefixWins) {
  const auto assignment = Weighted({{"*", Points(1)},
                                    {"concurrency/", Points(5)},
                                    {"concurrency/serves_burst", Off()},
                                    {"processes/reaps", Points(10)},
                                    {"processes/", Advice()}});
  EXPECT_EQ(AssignedWeight(assignment, "build/compiles"), 1);
  EXPECT_EQ(AssignedWeight(assignment, "concurrency/keeps_clients_apart"), 5);
  EXPECT_EQ(AssignedWeight(assignment, "concurrency/serves_burst_of_connections"), 0);
  EXPECT_EQ(AssignedWeight(assignment, "processes/reaps_finished_children"), 10);
  EXPECT_EQ(AssignedWeight(assignment, "processes/child_never_accepts"), 0);
}

TEST(AssignedScore, GivesPointsToNamedIdsOnlyAndToAdviceWhereItIsNamed) {
  const auto assignment = Weighted({{"startup/restarts_on_same_port", Points(3)}});
  const auto scored = ComputeScore(
      assignment, {Check("startup/restarts_on_same_port", Outcome::kPass, false), Check("build/a")},
      {});
  EXPECT_EQ(scored.score.points, 3);
  EXPECT_EQ(scored.score.max_points, 3);
}

TEST(AssignedScore, PercentIsRoundedDown) {
  const auto assignment = Weighted({{"*", Points(1)}});
  const auto scored = ComputeScore(
      assignment, {Check("a/a"), Check("a/b"), Check("a/c", Outcome::kUnresolved)}, {});
  EXPECT_EQ(scored.score.percent, 66);
  EXPECT_EQ(scored.score.percent_best, 100);
}

TEST(AssignedScore, AWeightedCheckThatDoesNotApplyCountsInFullIfNoDesignIsDemanded) {
  auto assignment = Weighted({{"processes/", Points(10)}, {"build/", Points(5)}});
  const std::vector<NotApplicable> not_applicable = {{"processes/a", "no processes"}};
  const auto free_design = ComputeScore(assignment, {Check("build/a")}, not_applicable);
  EXPECT_EQ(free_design.score.points, 15);
  EXPECT_EQ(free_design.score.max_points, 15);
  assignment.design = Design::kFork;
  const auto demanded = ComputeScore(assignment, {Check("build/a")}, not_applicable);
  EXPECT_EQ(demanded.score.points, 5);
  EXPECT_EQ(demanded.score.max_points, 15);
  EXPECT_EQ(ExitCode(Report(demanded)), 1);
}

TEST(ExitCode, IsZeroForFullMarksWhateverAdviceSays) {
  auto checks = OneOfEach();
  checks.push_back(Check("startup/advice", Outcome::kFail, false));
  checks.push_back(Check("exchange/advice", Outcome::kUnresolved, false));
  EXPECT_EQ(ExitCodeOf(checks), 0);
}

TEST(ExitCode, IsOneWhereAGradedCheckFailedEvenIfAnotherIsUndecided) {
  auto checks = OneOfEach();
  checks[1].outcome = Outcome::kUnresolved;
  EXPECT_EQ(ExitCodeOf(checks), 2);
  checks[2].outcome = Outcome::kFail;
  EXPECT_EQ(ExitCodeOf(checks), 1);
}

TEST(ExitCode, IsTwoWhereChecksAreUntestedOnlyBehindAnUndecidedOne) {
  auto checks = OneOfEach();
  checks[1].outcome = Outcome::kUnsupported;
  checks[2].outcome = Outcome::kUntested;
  EXPECT_EQ(ExitCodeOf(checks), 2);
}

TEST(ExitCode, IsOneWhereAGradedCheckIsUntestedAndNoneIsUndecided) {
  auto checks = OneOfEach();
  checks[2].outcome = Outcome::kUntested;
  EXPECT_EQ(ExitCodeOf(checks), 1);
}

}  // namespace
}  // namespace checker
