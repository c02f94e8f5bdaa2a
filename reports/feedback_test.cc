#include "reports/feedback.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>

#include "reports/golden/golden.h"
#include "reports/report.h"

namespace reports {
namespace {

using checker::CheckResult;
using checker::Feedback;
using checker::ScoreReport;

constexpr char kRoot[] = "descriptors/parent_closes_connected_socket";
constexpr char kConsequence[] = "exchange/closes_connection_after_exchange";
constexpr char kZombies[] = "processes/reaps_finished_children";

ScoreReport Faulty(checker::FeedbackLevels levels) {
  ScoreReport report = FaultyForkServer();
  report.feedback = std::move(levels);
  return report;
}

const CheckResult* Find(const ScoreReport& report, const std::string& id) {
  const auto found = std::find_if(report.checks.begin(), report.checks.end(),
                                  [&](const CheckResult& check) { return check.id == id; });
  return found == report.checks.end() ? nullptr : &*found;
}

std::string Written(const ScoreReport& report, const char* format) {
  std::ostringstream out;
  FindFormat(format)->write(report, {.verbose = true}, out);
  return out.str();
}

int PointsOfChecks(const ScoreReport& report) {
  int points = 0;
  for (const CheckResult& check : report.checks) points += check.points;
  return points;
}

TEST(Feedback, WithoutAWordFromTheAssignmentStudentsAreShownEverything) {
  EXPECT_EQ(Written(ForStudents(FaultyForkServer()), "json"), Written(FaultyForkServer(), "json"));
}

TEST(Feedback, TheOutcomeAloneIsWhetherItPassedAndItsPoints) {
  const ScoreReport shown = ForStudents(Faulty({{"processes/", Feedback::kOutcome}}));
  const CheckResult* check = Find(shown, kZombies);
  ASSERT_NE(check, nullptr);
  EXPECT_EQ(check->outcome, checker::Outcome::kFail);
  EXPECT_EQ(check->max_points, 8);
  EXPECT_TRUE(check->evidence.empty());
  EXPECT_EQ(check->hint + check->expected + check->actual, "");
  EXPECT_NE(Find(shown, kRoot)->hint, "");
}

TEST(Feedback, TheLongestPrefixWins) {
  const ScoreReport shown = ForStudents(Faulty({{"*", Feedback::kNothing},
                                                {"descriptors/", Feedback::kFull},
                                                {kZombies, Feedback::kOutcome}}));
  EXPECT_NE(Find(shown, kRoot), nullptr);
  EXPECT_NE(Find(shown, kZombies), nullptr);
  EXPECT_EQ(Find(shown, kConsequence), nullptr);
}

TEST(Feedback, WhatIsHiddenIsNamedNowhereInAnyFormat) {
  ScoreReport report = Faulty({{kRoot, Feedback::kNothing}, {"threads/", Feedback::kNothing}});
  report.checks.back().rationale = std::string("Not tried, because ") + kRoot + " did not pass.";
  report.not_applicable.push_back({"threads/has_no_data_races", "it has no threads"});
  const ScoreReport shown = ForStudents(report);
  for (const Format& format : Formats()) {
    const std::string text = Written(shown, format.name.data());
    for (const char* secret :
         {"parent_closes_connected_socket", "has_no_data_races", "still held its connection"}) {
      EXPECT_EQ(text.find(secret), text.npos) << format.name << " says " << secret;
    }
  }
}

TEST(Feedback, PointsOfHiddenChecksStayInTheScoreUnderOneEntry) {
  const ScoreReport whole = Faulty({{"descriptors/", Feedback::kNothing}});
  const ScoreReport shown = ForStudents(whole);
  EXPECT_EQ(shown.score.points, whole.score.points);
  EXPECT_EQ(PointsOfChecks(shown), PointsOfChecks(whole));
  const CheckResult* entry = Find(shown, "assignment/hidden_checks");
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->max_points, 10);
  EXPECT_EQ(entry->outcome, checker::Outcome::kFail);
}

TEST(Feedback, SourceLinesOfHiddenChecksAreNotShown) {
  ScoreReport report = Faulty({{kRoot, Feedback::kNothing}});
  report.excerpts = {{.file = "server.c", .first_line = 40, .lines = {"a", "b", "c"}}};
  EXPECT_TRUE(ForStudents(report).excerpts.empty());
  EXPECT_EQ(For(checker::Audience::kInstructors, report).excerpts.size(), 1u);
}

TEST(Feedback, AStoredReportKeepsTheLevels) {
  EXPECT_NE(Written(Faulty({{"processes/", Feedback::kOutcome}}), "json")
                .find("\"processes/\": \"outcome\""),
            std::string::npos);
}

TEST(Feedback, GradescopeHidesTheTestAndSaysNoTotal) {
  const std::string text = Written(Faulty({{kZombies, Feedback::kNothing}}), "gradescope");
  EXPECT_NE(text.find("\"visibility\": \"hidden\""), std::string::npos);
  EXPECT_NE(text.find("10 zombies were left"), std::string::npos)
      << "instructors see what is hidden";
  EXPECT_EQ(text.find(" of 100 points"), std::string::npos);
}

}  // namespace
}  // namespace reports
