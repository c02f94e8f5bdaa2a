// The same program gets the same answers on a machine that is busy with something else.
#include <gtest/gtest.h>

#include "checker/certify/busy_processes.h"
#include "checker/certify/certify.h"
#include "reference/fault.h"
#include "reference/programs.h"

namespace checker::reference {
namespace {

constexpr int kRepetitions = 51;  // the first of them on a machine that is not busy

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
  const auto grade = [&copy]() -> sandbox::Result<ScoreReport> { return Grade(copy); };
  const auto certification = Certify(grade, {.repetitions = kRepetitions, .load = UsualLoad()});
  ASSERT_TRUE(certification);
  for (const AnswersSeen& check : certification->checks) {
    if (check.IsSteady()) continue;
    for (const auto& [answer, times] : check.times) {
      ADD_FAILURE() << check.id << ": " << answer << ' ' << times
                    << " times: " << check.said.at(answer);
    }
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
