// Every reference program x every check: the answers are known beforehand.
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <regex>
#include <set>

#include "checker/intake/assignment_by_name.h"
#include "checker/model/catalogue.h"
#include "reference/command.h"
#include "reference/deviations.h"
#include "reference/fault.h"
#include "reference/programs.h"

namespace checker::reference {
namespace {

// Faults whose check is linked; the others wait for theirs.
std::vector<std::string> FaultsToRun() {
  std::vector<std::string> names;
  for (const std::string& name : FaultNames()) {
    if (FindCheck(Fault::Read(name).fails) != nullptr) names.push_back(name);
  }
  return names;
}

// Graded against an assignment of their own.
std::vector<std::string> ProgramsWithAssignment() {
  std::vector<std::string> names;
  for (const std::string& name : ProgramNames("correct")) {
    if (Expectation::Read(Folder("correct") / name).assignment() != "auto") names.push_back(name);
  }
  return names;
}

std::string NameOfTest(const testing::TestParamInfo<std::string>& info) {
  return TestName(info.param);
}

void ExpectAsWritten(const ScoreReport& report, const Expectation& expectation) {
  for (const std::string& fact : expectation.WrongFacts(report.server)) ADD_FAILURE() << fact;
  const auto answers = [&](const std::string& id) { return expectation.AnswersTo(id); };
  const std::string deviations = Deviations(report, answers);
  EXPECT_TRUE(deviations.empty()) << deviations;
}

// The lines of a copy's server.c on which one of these functions is called; comments apart.
std::set<int> LinesThatCall(const Copy& copy, const std::vector<std::string>& functions) {
  const std::regex comment(R"(/\*.*|//.*|^ +\*.*)");
  std::set<int> lines;
  std::ifstream source(copy.path() / "server.c");
  std::string line;
  for (int number = 1; std::getline(source, line); ++number) {
    line = std::regex_replace(line, comment, "");
    for (const std::string& function : functions) {
      if (std::regex_search(line, std::regex("(^|[^A-Za-z0-9_\"])" + function + "\\(")))
        lines.insert(number);
    }
  }
  return lines;
}

std::vector<std::string> CallsOf(Suspect suspect) {
  switch (suspect) {
    case Suspect::kNone: return {};
    case Suspect::kBind: return {"bind"};
    case Suspect::kAccept: return {"accept", "accept4"};
    case Suspect::kFork: return {"fork"};
    case Suspect::kThreadStart: return {"pthread_create"};
    case Suspect::kReceive: return {"recv", "read"};
    case Suspect::kSend: return {"send", "write", "dprintf"};
    case Suspect::kSleeping: return {"recv", "read", "wait", "waitpid", "pthread_join"};
  }
  return {};
}

// A finding names a line on which the suspect is called: where there is one such call it must be
// named, of several none.
void ExpectLinesAsWritten(const ScoreReport& report, const Copy& copy) {
  for (const CheckResult& check : report.checks) {
    const Check& known = *FindCheck(check.id);
    if (check.outcome != Outcome::kFail || known.suspect == Suspect::kNone) continue;
    const std::set<int> lines = LinesThatCall(copy, CallsOf(known.suspect));
    const bool one = lines.size() == 1 && known.suspect != Suspect::kSleeping;
    EXPECT_TRUE(check.source || !one)
        << check.id << " names no line; the call is in line " << *lines.begin();
    if (!check.source) continue;
    EXPECT_EQ(check.source->file, "server.c") << check.id;
    EXPECT_TRUE(lines.contains(check.source->line))
        << check.id << " names line " << check.source->line;
    EXPECT_TRUE(one || known.suspect == Suspect::kSleeping)
        << check.id << " names one of several lines";
  }
}

class CorrectProgram : public testing::TestWithParam<std::string> {};

TEST_P(CorrectProgram, IsJudgedAsItsExpectationSays) {
  const auto program = Folder("correct") / GetParam();
  const auto expectation = Expectation::Read(program);
  const ScoreReport report = Grade(Copy(program), expectation.assignment());
  ExpectAsWritten(report, expectation);
  if (expectation.ExpectsFullMarks()) {
    EXPECT_EQ(report.score.points, report.score.max_points);
  }
}

INSTANTIATE_TEST_SUITE_P(Matrix, CorrectProgram, testing::ValuesIn(ProgramNames("correct")),
                         NameOfTest);

// What an assignment says may be more than can be found out. What is found out is never held
// against a correct program.
class WithoutItsAssignment : public testing::TestWithParam<std::string> {};

TEST_P(WithoutItsAssignment, ACorrectProgramFailsNothing) {
  const ScoreReport report = Grade(Copy(Folder("correct") / GetParam()));
  EXPECT_FALSE(report.checks.empty());
  for (const CheckResult& check : report.checks) {
    EXPECT_NE(check.outcome, Outcome::kFail) << check.id << ": " << check.rationale;
  }
}

INSTANTIATE_TEST_SUITE_P(Matrix, WithoutItsAssignment, testing::ValuesIn(ProgramsWithAssignment()),
                         NameOfTest);

class FaultyProgram : public testing::TestWithParam<std::string> {};

TEST_P(FaultyProgram, FailsByItsMistakeAndByNothingElse) {
  const Fault fault = Fault::Read(GetParam());
  const auto program = Folder("correct") / fault.program;
  const auto unpatched = Expectation::Read(program);
  const Copy copy(program);
  ASSERT_TRUE(copy.Patch(fault.File()));
  const auto answers = [&](const std::string& id) { return fault.AnswersTo(id, unpatched); };
  const ScoreReport report = Grade(copy, unpatched.assignment());
  const std::string deviations = Deviations(report, answers);
  EXPECT_TRUE(deviations.empty()) << deviations << '\n' << fault.because;
  ExpectLinesAsWritten(report, copy);
}

INSTANTIATE_TEST_SUITE_P(Matrix, FaultyProgram, testing::ValuesIn(FaultsToRun()), NameOfTest);

class OddShape : public testing::TestWithParam<std::string> {};

TEST_P(OddShape, IsUnderstoodAsItsExpectationSays) {
  const auto program = Folder("shapes") / GetParam();
  ExpectAsWritten(Grade(Copy(program)), Expectation::Read(program));
}

INSTANTIATE_TEST_SUITE_P(Shapes, OddShape, testing::ValuesIn(ProgramNames("shapes")), NameOfTest);

class ShippedAssignment : public testing::TestWithParam<std::string> {};

TEST_P(ShippedAssignment, GivesItsReferenceFullMarks) {
  const auto assignment = FindAssignment(GetParam());
  ASSERT_TRUE(assignment) << assignment.error().Text();
  const ScoreReport report = Grade(Copy(assignment->reference), GetParam());
  EXPECT_GT(report.score.max_points, 0);
  EXPECT_EQ(report.score.points, report.score.max_points);
  for (const CheckResult& check : report.checks) {
    EXPECT_TRUE(check.outcome == Outcome::kPass || check.max_points == 0)
        << check.id << ": " << check.rationale;
  }
}

INSTANTIATE_TEST_SUITE_P(Matrix, ShippedAssignment, testing::ValuesIn(ShippedAssignments()),
                         NameOfTest);

// Programs in other languages: NAME.json says how NAME/ is built and started.
class OtherLanguage : public testing::TestWithParam<std::string> {};

TEST_P(OtherLanguage, GetsFullMarks) {
  const std::string file = (Folder("other-languages") / (GetParam() + ".json")).string();
  const auto assignment = FindAssignment(file);
  ASSERT_TRUE(assignment) << assignment.error().Text();
  const std::string program = assignment->command.front();
  if (RunCommand({program, "--version"}, Output::kDropped) != 0) GTEST_SKIP() << "no " << program;
  const ScoreReport report = Grade(Copy(assignment->reference), file);
  EXPECT_GT(report.score.max_points, 0);
  EXPECT_EQ(report.score.points, report.score.max_points);
  for (const CheckResult& check : report.checks) {
    EXPECT_TRUE(check.outcome == Outcome::kPass || check.max_points == 0)
        << check.id << ": " << check.rationale;
  }
}

INSTANTIATE_TEST_SUITE_P(Matrix, OtherLanguage, testing::Values("java", "python"), NameOfTest);

TEST(Matrix, SaysHowManyFaultsWaitForTheirCheck) {
  std::string waiting;
  for (const std::string& name : FaultNames()) {
    if (FindCheck(Fault::Read(name).fails) == nullptr) waiting += " " + name;
  }
  std::cout << FaultsToRun().size() << " of " << FaultNames().size()
            << " faults are run; these wait for a check that is not linked:"
            << (waiting.empty() ? " none" : waiting) << '\n';
}

}  // namespace
}  // namespace checker::reference
