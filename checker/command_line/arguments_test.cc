#include "checker/command_line/arguments.h"

#include <gtest/gtest.h>

namespace checker {
namespace {

Command Parse(const std::vector<std::string>& arguments) {
  return ParseArguments(arguments, {"terminal", "json"});
}

GradeArguments Grade(const std::vector<std::string>& arguments) {
  const Command command = Parse(arguments);
  const auto* grade = std::get_if<GradeArguments>(&command);
  if (grade == nullptr) ADD_FAILURE() << "not a grading: " << std::get<Saying>(command).text;
  return grade == nullptr ? GradeArguments() : *grade;
}

// What is said where the arguments are no good.
std::string Refusal(const std::vector<std::string>& arguments) {
  const Command command = Parse(arguments);
  const auto* saying = std::get_if<Saying>(&command);
  if (saying == nullptr || saying->exit_code != kExitUsage) return "";
  return saying->text;
}

TEST(Arguments, APathAloneIsAGradingWithASummaryForPeople) {
  const GradeArguments grade = Grade({"submissions/anna"});
  EXPECT_EQ(grade.submission, "submissions/anna");
  ASSERT_EQ(grade.reports.size(), 1u);
  EXPECT_EQ(grade.reports[0].format, "terminal");
  EXPECT_EQ(grade.reports[0].path, "");
  EXPECT_EQ(Grade({"grade", "submissions/anna"}).submission, "submissions/anna");
}

TEST(Arguments, OptionsMayStandBeforeAndBehindTheSubmission) {
  EXPECT_EQ(Grade({"--report", "json", "anna", "--verbose"}).submission, "anna");
  EXPECT_TRUE(Grade({"--verbose", "anna"}).verbose);
  EXPECT_EQ(Grade({"-a", "auto", "anna", "--seed", "7"}).seed, 7u);
}

TEST(Arguments, AFolderThatIsCalledLikeACommandIsReachedByItsPath) {
  EXPECT_EQ(Grade({"./list"}).submission, "./list");
  EXPECT_EQ(Grade({"grade", "list"}).submission, "list");
}

TEST(Arguments, ReportsAreRepeatedAndTakeAPath) {
  const auto reports = Grade({"anna", "--report", "json=a=b.json", "--report", "terminal"}).reports;
  ASSERT_EQ(reports.size(), 2u);
  EXPECT_EQ(reports[0].format, "json");
  EXPECT_EQ(reports[0].path, "a=b.json");
  EXPECT_EQ(reports[1].path, "");
  EXPECT_EQ(Grade({"anna", "--report", "json=-"}).reports[0].path, "");
}

TEST(Arguments, OnlyIsRepeatedAndTakesOnePrefixEachTime) {
  const auto grade = Grade({"--only", "build/", "--only", "startup/", "anna"});
  EXPECT_EQ(grade.only, (std::vector<std::string>{"build/", "startup/"}));
  EXPECT_EQ(grade.submission, "anna");
}

TEST(Arguments, CertifyTakesItsSubjectAndHowOftenAndBesideWhat) {
  const Command command = Parse({"certify", "anna", "-n", "7", "--load", "3", "--json"});
  const auto& certify = std::get<CertifyArguments>(command);
  EXPECT_EQ(certify.subject, "anna");
  EXPECT_EQ(certify.repetitions, 7);
  EXPECT_EQ(certify.load, 3);
  EXPECT_TRUE(certify.json);
  const Command plain = Parse({"certify", "anna"});
  EXPECT_EQ(std::get<CertifyArguments>(plain).repetitions, 50);
  EXPECT_EQ(std::get<CertifyArguments>(plain).load, std::nullopt);
  EXPECT_NE(Refusal({"certify", "anna", "-n", "1"}), "");
  EXPECT_NE(Refusal({"certify"}), "");
}

TEST(Arguments, WhatIsWrongIsSaidInASentenceWithTheUsageCode) {
  EXPECT_NE(Refusal({"anna", "--report", "html"}).find("no report format \"html\""),
            std::string::npos);
  EXPECT_NE(Refusal({"anna", "--report", "json="}).find("path is empty"), std::string::npos);
  EXPECT_NE(Refusal({"anna", "--report", "json", "--report", "terminal"}).find("takes one report"),
            std::string::npos);
  EXPECT_NE(Refusal({"anna", "bert"}), "");
  EXPECT_NE(Refusal({"anna", "--colour"}), "");
  EXPECT_NE(Refusal({"anna", "--seed", "many"}), "");
  EXPECT_NE(Refusal({"grade"}), "");
  EXPECT_NE(Refusal({"explain"}), "");
  EXPECT_NE(Refusal({"validate"}), "");
  EXPECT_NE(Refusal({"init"}).find("a NAME is needed"), std::string::npos);
  EXPECT_NE(Refusal({}), "");
}

TEST(Arguments, AnAssignmentIsANameOrAPathAndAutoWhereNoneIsGiven) {
  EXPECT_EQ(Grade({"anna"}).assignment, "auto");
  EXPECT_EQ(Grade({"anna", "-a", "echo-fork"}).assignment, "echo-fork");
  EXPECT_EQ(Grade({"anna", "--assignment", "lab/3.json"}).assignment, "lab/3.json");
  EXPECT_EQ(std::get<ValidateArguments>(Parse({"validate", "echo-fork"})).assignment, "echo-fork");
  EXPECT_EQ(std::get<InitArguments>(Parse({"init", "lab3"})).name, "lab3");
  EXPECT_EQ(std::get<InitArguments>(Parse({"init", "--from", "anna"})).from, "anna");
}

TEST(Arguments, TheOtherCommandsAreRecognized) {
  EXPECT_TRUE(std::get<ListArguments>(Parse({"list", "--json"})).json);
  EXPECT_FALSE(std::get<ListArguments>(Parse({"list"})).json);
  EXPECT_EQ(std::get<ExplainArguments>(Parse({"explain", "build/compiles"})).id, "build/compiles");
  EXPECT_TRUE(std::get<DoctorArguments>(Parse({"doctor", "--json"})).json);
}

TEST(Arguments, RenderTakesAStoredReportAndTheSameFormats) {
  const auto render =
      std::get<RenderArguments>(Parse({"render", "old.json", "--report", "json=new.json"}));
  EXPECT_EQ(render.report, "old.json");
  ASSERT_EQ(render.reports.size(), 1u);
  EXPECT_EQ(render.reports[0].path, "new.json");
  EXPECT_EQ(std::get<RenderArguments>(Parse({"render", "old.json"})).reports.front().format,
            "terminal");
  EXPECT_NE(Refusal({"render", "old.json", "--report", "pdf"}), "");
  EXPECT_NE(Refusal({"render"}), "");
}

TEST(Arguments, AReportIsForTheReadersOfItsFormatUnlessItIsSaid) {
  EXPECT_EQ(std::get<RenderArguments>(Parse({"render", "old.json"})).audience, std::nullopt);
  EXPECT_EQ(
      std::get<RenderArguments>(Parse({"render", "old.json", "--audience", "students"})).audience,
      Audience::kStudents);
  EXPECT_EQ(std::get<GradeArguments>(Parse({"anna", "--audience", "instructors"})).audience,
            Audience::kInstructors);
  EXPECT_NE(Refusal({"anna", "--audience", "parents"}), "");
}

TEST(Arguments, WatchTakesASubmissionAndAnAssignment) {
  const auto watch = std::get<WatchArguments>(Parse({"watch", "anna", "-a", "echo-fork"}));
  EXPECT_EQ(watch.submission, "anna");
  EXPECT_EQ(watch.assignment, "echo-fork");
}

TEST(Arguments, ABatchTakesFoldersAndAFolderForWhatComesOfThem) {
  const auto batch = std::get<BatchArguments>(
      Parse({"batch", "monday", "tuesday", "--out", "graded", "--jobs", "4", "--resume"}));
  EXPECT_EQ(batch.folders, (std::vector<std::string>{"monday", "tuesday"}));
  EXPECT_EQ(batch.out, "graded");
  EXPECT_EQ(batch.jobs, 4);
  EXPECT_TRUE(batch.resume);
  EXPECT_EQ(batch.engine, "local");
  EXPECT_NE(Refusal({"batch", "monday"}), "");
  EXPECT_NE(Refusal({"batch", "--out", "graded"}), "");
  EXPECT_NE(Refusal({"batch", "monday", "--out", "graded", "--jobs", "0"}), "");
  EXPECT_NE(Refusal({"batch", "monday", "--out", "graded", "--gradebook", "excel"}), "");
  EXPECT_NE(Refusal({"batch", "monday", "--out", "graded", "--engine", "cloud"}), "");
}

TEST(Arguments, DiffTakesTwoBatches) {
  const auto diff = std::get<DiffArguments>(Parse({"diff", "monday", "friday"}));
  EXPECT_EQ(diff.before, "monday");
  EXPECT_EQ(diff.after, "friday");
  EXPECT_NE(Refusal({"diff", "monday"}), "");
}

TEST(Arguments, HelpAndVersionAreSaidWithZero) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"--help"}, {"help"}, {"-h"}}) {
    const auto help = std::get<Saying>(Parse(words));
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_NE(help.text.find("explain"), std::string::npos);
  }
  EXPECT_NE(std::get<Saying>(Parse({"help", "grade"})).text.find("--exit-zero"), std::string::npos);
  EXPECT_EQ(std::get<Saying>(Parse({"version"})).text, "checker " CHECKER_VERSION "\n");
  EXPECT_EQ(std::get<Saying>(Parse({"--version"})).exit_code, 0);
}

}  // namespace
}  // namespace checker
