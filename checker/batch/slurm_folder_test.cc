#include "checker/batch/slurm_folder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "checker/batch/child.h"
#include "checker/batch/slurm_commands.h"
#include "checker/build/build.h"

namespace checker {
namespace {

class SlurmFolderTest : public testing::Test {
 protected:
  Job Shell(const std::string& script) const {
    return {.name = "anna", .identity = "digests", .words = {"/bin/sh", "-c", script}, .log = log_};
  }
  // As a cluster runs a task.
  static void RunTask(const SlurmFolder& folder, const std::string& task) {
    const auto said =
        OutputOf({"SLURM_ARRAY_TASK_ID=" + task, "sh", folder.Script(), folder.path()});
    ASSERT_TRUE(said) << said.error().Text();
  }

  const TemporaryFolder parent_ = TemporaryFolder::Make().value();
  const std::string log_ = parent_.path() + "/a log; $(touch never)";
};

TEST_F(SlurmFolderTest, ATaskSaysHowItEnded) {
  const auto folder = SlurmFolder::Make(
      parent_.path(), {Shell("exit 0"), Shell("exit 70"), Shell("kill -SEGV $$"), Shell("exit 0")});
  ASSERT_TRUE(folder) << folder.error().Text();
  for (const char* task : {"0", "1", "2"}) RunTask(*folder, task);
  EXPECT_EQ(folder->EndOf(0), "");
  EXPECT_EQ(folder->EndOf(1), "");
  EXPECT_EQ(folder->EndOf(2), "was ended by a signal");
  EXPECT_EQ(folder->EndOf(3), std::nullopt);
}

TEST_F(SlurmFolderTest, NoWordGoesThroughAShell) {
  const std::string word = "a 'quoted' \"word\"\n$(echo x) `id` \\";
  Job job = Shell("printf %s \"$1\" >&2");
  job.words.insert(job.words.end(), {"sh", word});
  const auto folder = SlurmFolder::Make(parent_.path(), {job});
  ASSERT_TRUE(folder);
  RunTask(*folder, "0");
  std::string said;
  std::getline(std::ifstream(log_), said, '\0');
  EXPECT_EQ(said, word);
}

TEST_F(SlurmFolderTest, ALaterBatchFindsWhatWasSubmittedAndNothingElse) {
  auto submitted = SlurmFolder::Make(parent_.path(), {Shell("exit 0")});
  ASSERT_TRUE(submitted->SetId("123"));
  ASSERT_TRUE(SlurmFolder::Make(parent_.path(), {Shell("exit 1")}));
  const auto left = SlurmFolder::LeftIn(parent_.path());
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].id(), "123");
  EXPECT_EQ(left[0].Words(), std::vector<std::string>{SlurmFolder::WordsOf(Shell("exit 0"))});
}

TEST(Slurm, SaysWhichTasksAreInTheQueue) {
  const auto tasks = ReadQueue("12 0 RUNNING\n12 7 PENDING\n13 N/A RUNNING\n");
  EXPECT_EQ(tasks, (std::set<SlurmTask>{{"12", 0}, {"12", 7}}));
}

TEST(Slurm, SaysHowATaskEnded) {
  EXPECT_EQ(ReadState("JobId=19 ArrayJobId=12 JobName=a JobState=TIMEOUT Reason=TimeLimit"),
            "TIMEOUT");
  EXPECT_EQ(ReadState("slurm_load_jobs error: Invalid job id specified"), "");
}

}  // namespace
}  // namespace checker
