#include "checker/certify/certify.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "checker/certify/busy_processes.h"
#include "checker/model/catalogue.h"

namespace checker {
namespace {

constexpr char kId[] = "build/compiles";

ScoreReport ReportWith(Outcome outcome, bool explained) {
  CheckResult check;
  check.id = kId;
  check.outcome = outcome;
  if (explained) check.explained_by = "startup/listens_for_connections";
  ScoreReport report;
  report.checks.push_back(check);
  return report;
}

Certification CertifyOf(std::vector<ScoreReport> reports) {
  auto next = reports.begin();
  const auto grade = [&next]() -> sandbox::Result<ScoreReport> { return *next++; };
  return Certify(grade, {.repetitions = static_cast<int>(reports.size())}).value();
}

const AnswersSeen& Seen(const Certification& certification) {
  return *std::find_if(certification.checks.begin(), certification.checks.end(),
                       [](const AnswersSeen& check) { return check.id == kId; });
}

TEST(Certify, CountsHowOftenEachAnswerCame) {
  const ScoreReport passed = ReportWith(Outcome::kPass, false);
  const Certification steady = CertifyOf({passed, passed, passed});
  EXPECT_EQ(steady.gradings, 3);
  EXPECT_EQ(Seen(steady).times, (std::map<std::string, int>{{"pass", 3}}));
  EXPECT_TRUE(steady.Changed().empty());

  const Certification changed =
      CertifyOf({passed, ReportWith(Outcome::kUnresolved, false), passed});
  EXPECT_EQ(Seen(changed).times, (std::map<std::string, int>{{"pass", 2}, {"unresolved", 1}}));
  EXPECT_EQ(changed.Changed(), std::vector<std::string>{kId});
}

TEST(Certify, AFailureThatIsExplainedAndACheckThatDoesNotApplyAreOtherAnswers) {
  const Certification explained =
      CertifyOf({ReportWith(Outcome::kFail, true), ReportWith(Outcome::kFail, false)});
  EXPECT_EQ(explained.Changed(), std::vector<std::string>{kId});
  const Certification absent = CertifyOf({ReportWith(Outcome::kPass, false), ScoreReport()});
  EXPECT_EQ(Seen(absent).times, (std::map<std::string, int>{{"pass", 1}, {"not applicable", 1}}));
}

TEST(Certify, EndsWhereAGradingFails) {
  int gradings = 0;
  const auto grade = [&gradings]() -> sandbox::Result<ScoreReport> {
    if (++gradings == 2) return sandbox::Error("launch the server", "no memory");
    return ScoreReport();
  };
  const auto certification = Certify(grade, {.repetitions = 5});
  ASSERT_FALSE(certification);
  EXPECT_EQ(certification.error().reason(), "no memory");
  EXPECT_EQ(gradings, 2);
}

// The children of this process that run, of those that were not there before.
int RunningChildren() {
  std::ifstream file(
      std::string("/proc/self/task/").append(std::to_string(getpid())).append("/children"));
  int running = 0;
  for (pid_t pid = 0; file >> pid;) {
    std::ifstream stat(std::string("/proc/").append(std::to_string(pid)).append("/stat"));
    std::string number, command, state;
    stat >> number >> command >> state;
    running += state == "R" ? 1 : 0;
  }
  return running;
}

TEST(Certify, TheFirstGradingHasTheMachineForItselfAndTheOthersRunBesideBusyProcesses) {
  const int before = RunningChildren();
  std::vector<int> beside;
  const auto grade = [&]() -> sandbox::Result<ScoreReport> {
    beside.push_back(RunningChildren() - before);
    return ScoreReport();
  };
  ASSERT_TRUE(Certify(grade, {.repetitions = 3, .load = 3}));
  EXPECT_EQ(beside, (std::vector<int>{0, 3, 3}));
  EXPECT_EQ(RunningChildren(), before);
}

TEST(BusyProcesses, EndWithTheProcessThatMadeThem) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    // The busy ones inherit the write end: it is closed once the last of them is gone.
    const BusyProcesses busy(2);
    _exit(0);
  }
  close(ends[1]);
  char byte = 0;
  EXPECT_EQ(read(ends[0], &byte, 1), 0);
  close(ends[0]);
  waitpid(child, nullptr, 0);
}

}  // namespace
}  // namespace checker
