#include "reports/changes.h"

#include <gtest/gtest.h>

#include <sstream>

namespace reports {
namespace {

using checker::Outcome;

checker::ScoreReport Judged(std::vector<std::pair<std::string, Outcome>> outcomes, int points) {
  checker::ScoreReport report;
  for (const auto& [id, outcome] : outcomes) {
    report.checks.push_back({.id = id, .outcome = outcome, .rationale = "why " + id});
  }
  report.score = {.points = points, .max_points = 100};
  return report;
}

std::string Written(const checker::ScoreReport& before, const checker::ScoreReport& after) {
  std::ostringstream out;
  WriteChanges(before, after, {}, out);
  return out.str();
}

TEST(Changes, ARepairAndANewFaultAreBothTold) {
  const auto before =
      Judged({{"a/x", Outcome::kFail}, {"a/y", Outcome::kPass}, {"a/z", Outcome::kPass}}, 50);
  const auto after =
      Judged({{"a/x", Outcome::kPass}, {"a/y", Outcome::kFail}, {"a/z", Outcome::kPass}}, 60);
  const auto changes = ChangesBetween(before, after);
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_TRUE(changes[0].better());
  EXPECT_EQ(changes[1].was, "pass");
  EXPECT_EQ(changes[1].is, "fail");
  EXPECT_EQ(Written(before, after),
            "Since last time: 50 -> 60 of 100 points\n  a/x: fail -> pass\n  a/y: pass -> fail\n   "
            " why a/y\n");
}

TEST(Changes, WhatCameAndWentIsTold) {
  const auto changes =
      ChangesBetween(Judged({{"a/x", Outcome::kFail}}, 0), Judged({{"b/x", Outcome::kFail}}, 0));
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].was, "");
  EXPECT_EQ(changes[1].id, "a/x");
  EXPECT_EQ(changes[1].is, "");
}

TEST(Changes, WhereNothingChangedThatIsSaid) {
  const auto report = Judged({{"a/x", Outcome::kFail}}, 0);
  EXPECT_NE(Written(report, report).find("every check came out as before"), std::string::npos);
}

}  // namespace
}  // namespace reports
