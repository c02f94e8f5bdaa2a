#include "checker/drive/ending_boxes.h"

#include <gtest/gtest.h>

#include "checker/drive/launch_box.h"
#include "checker/drive/run_to_end.h"
#include "sandbox/os/readiness.h"

namespace checker {
namespace {

sandbox::LaunchSpec Sleeper() {
  sandbox::LaunchSpec spec;
  spec.argv = {"sleep", "1000"};
  spec.policy = sandbox::ServerPolicy();
  spec.isolation = sandbox::ProbeIsolation();
  spec.standard_input = sandbox::StandardInput::kPipe;
  return spec;
}

TEST(EndingBoxes, LeavesNothingOfAnyBoxBehind) {
  constexpr int kMoreThanEndAtOnce = 15;
  EndingBoxes ending;
  std::vector<sandbox::UniqueFd> programs;
  for (int i = 0; i < kMoreThanEndAtOnce; ++i) {
    auto box = RunToEnd(LaunchBox(Sleeper()));
    ASSERT_TRUE(box) << box.error().Text();
    auto program = box->OpenPidfd(box->pid());
    ASSERT_TRUE(program) << program.error().Text();
    programs.push_back(std::move(*program));
    ending.Add(std::move(*box));
  }
  ending.WaitForAll();
  for (const sandbox::UniqueFd& program : programs)
    EXPECT_TRUE(sandbox::WaitUntilReadable(program.get(), sandbox::Deadline::After({})));
}

TEST(LaunchBox, SaysWhyAProgramCannotBeStarted) {
  sandbox::LaunchSpec spec = Sleeper();
  spec.argv = {"./no-such-program"};
  const auto box = RunToEnd(LaunchBox(spec));
  ASSERT_FALSE(box);
  EXPECT_EQ(box.error().Text(), "execve ./no-such-program: No such file or directory");
}

}  // namespace
}  // namespace checker
