// The same program gets the same answers on a machine that is busy with something else.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "checker/model/catalogue.h"
#include "reference/deviations.h"
#include "reference/fault.h"
#include "reference/programs.h"

namespace checker::reference {
namespace {

constexpr int kRepetitions = 50;

// One process for each processor that computes for as long as this object lives.
class BusyProcessors {
 public:
  BusyProcessors() {
    const pid_t parent = getpid();
    for (unsigned i = 0; i < std::thread::hardware_concurrency(); ++i) {
      const pid_t pid = fork();
      if (pid == 0) Compute(parent);
      pids_.push_back(pid);
    }
  }
  BusyProcessors(const BusyProcessors&) = delete;
  ~BusyProcessors() {
    for (const pid_t pid : pids_) {
      if (pid == -1) continue;
      kill(pid, SIGKILL);
      waitpid(pid, nullptr, 0);
    }
  }

 private:
  [[noreturn]] static void Compute(pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(0);  // it ended before we asked
    volatile unsigned long turns = 0;
    for (;;) {
      turns = turns + 1;
    }
  }

  std::vector<pid_t> pids_;
};

// "correct/fork" or "faulty/never-reaps" -> what is handed in.
Copy CopyOf(const std::string& reference) {
  const std::string name = reference.substr(reference.find('/') + 1);
  if (reference.starts_with("correct/")) return Copy(Folder("correct") / name);
  const Fault fault = Fault::Read(name);
  Copy copy(Folder("correct") / fault.program);
  EXPECT_TRUE(copy.Patch(fault.File()));
  return copy;
}

class SoakTest : public testing::TestWithParam<std::string> {};

TEST_P(SoakTest, AnswersDoNotChangeOnABusyMachine) {
  const Copy copy = CopyOf(GetParam());
  const ScoreReport quiet = Grade(copy);
  const auto same = [&](const std::string& id) { return Answers{AnswerOf(quiet, id)}; };
  const BusyProcessors busy;
  for (int i = 1; i <= kRepetitions; ++i) {
    const std::string changes = Deviations(Grade(copy), same);
    EXPECT_TRUE(changes.empty()) << "in repetition " << i << changes;
  }
}

INSTANTIATE_TEST_SUITE_P(Busy, SoakTest,
                         testing::Values("correct/fork", "correct/threads", "correct/epoll",
                                         "faulty/one-wait-for-each-signal",
                                         "faulty/parent-keeps-newsock",
                                         "faulty/lock-held-during-conversation"),
                         [](const auto& program) { return TestName(program.param); });

}  // namespace
}  // namespace checker::reference
