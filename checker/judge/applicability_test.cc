#include "checker/judge/applicability.h"

#include <gtest/gtest.h>

#include "checker/model/catalogue.h"

namespace checker {
namespace {

constexpr CheckWeight kFive = {CheckWeight::Mode::kPoints, 5};

Assignment Demanding(std::optional<Design> design) {
  Assignment assignment;
  assignment.is_auto = false;
  assignment.design = design;
  assignment.checks = {{"*", kFive}};
  return WithoutImpossibleChecks(assignment);
}

TEST(Applicability, WhatTheDemandedDesignRulesOutCountsForNobody) {
  EXPECT_EQ(WeightOf(Demanding(Design::kFork), "threads/ends_after_its_client_leaves").points, 0);
  EXPECT_EQ(WeightOf(Demanding(Design::kFork), "processes/reaps_finished_children").points, 5);
  EXPECT_EQ(WeightOf(Demanding(std::nullopt), "threads/ends_after_its_client_leaves").points, 5);
}

TEST(Applicability, WhereNoDesignIsDemandedNoneIsJudged) {
  EXPECT_EQ(WeightOf(Demanding(std::nullopt), "concurrency/has_demanded_design").points, 0);
  EXPECT_EQ(WeightOf(Demanding(Design::kFork), "concurrency/has_demanded_design").points, 5);
}

TEST(Applicability, WhatTheDialogueRulesOutCountsForNobody) {
  Assignment assignment;
  assignment.is_auto = false;
  assignment.checks = {{"*", kFive}};
  assignment.exchange.emplace();
  assignment.exchange->reply = Reply::kFixed;
  assignment.exchange->parts = {"x"};
  EXPECT_EQ(WeightOf(WithoutImpossibleChecks(assignment), "concurrency/keeps_clients_apart").points, 0);
}

TEST(Applicability, AutoIsLeftAsItIs) {
  EXPECT_TRUE(WithoutImpossibleChecks(Assignment()).checks.empty());
}

Verdict JudgeDesign(Design found, Confidence confidence) {
  Evidence evidence;
  evidence.demanded_design = Design::kFork;
  evidence.server.design = found;
  evidence.server.design_confidence = confidence;
  return FindCheck("concurrency/has_demanded_design")->judge(evidence);
}

TEST(HasDemandedDesign, OnlyADesignThatWasSeenFails) {
  EXPECT_EQ(JudgeDesign(Design::kFork, Confidence::kSeen).outcome, Outcome::kPass);
  EXPECT_EQ(JudgeDesign(Design::kFork, Confidence::kGuessed).outcome, Outcome::kPass);
  EXPECT_EQ(JudgeDesign(Design::kThreads, Confidence::kSeen).outcome, Outcome::kFail);
  EXPECT_EQ(JudgeDesign(Design::kThreads, Confidence::kGuessed).outcome, Outcome::kUnresolved);
  EXPECT_EQ(JudgeDesign(Design::kUnknown, Confidence::kGuessed).outcome, Outcome::kUnresolved);
}

}  // namespace
}  // namespace checker
