#include "checker/batch/local_engine.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "checker/build/build.h"

namespace checker {
namespace {

using std::chrono::seconds;

class LocalEngineTest : public testing::Test {
 protected:
  Job Shell(const std::string& name, const std::string& script) const {
    return {.name = name, .words = {"/bin/sh", "-c", script}, .log = folder_.path() + "/" + name};
  }

  // name -> trouble
  static std::map<std::string, std::string> RunAll(LocalEngine& engine) {
    std::map<std::string, std::string> troubles;
    while (engine.running() > 0) {
      const auto ended = engine.Wait(std::chrono::milliseconds(100));
      if (!ended) ADD_FAILURE() << ended.error().Text();
      for (const Ended& one : *ended) troubles[one.name] = one.trouble;
    }
    return troubles;
  }

  const TemporaryFolder folder_ = TemporaryFolder::Make().value();
};

TEST_F(LocalEngineTest, SaysHowEachGradingEnded) {
  LocalEngine engine(3, seconds(600));
  ASSERT_TRUE(engine.Start(Shell("good", "exit 0")));
  ASSERT_TRUE(engine.Start(Shell("points-lost", "exit 1")));
  ASSERT_TRUE(engine.Start(Shell("crash", "kill -SEGV $$")));
  EXPECT_FALSE(engine.HasRoom());
  const auto troubles = RunAll(engine);
  EXPECT_EQ(troubles.at("good"), "");
  EXPECT_EQ(troubles.at("points-lost"), "");
  EXPECT_EQ(troubles.at("crash"), "was ended by signal 11 (Segmentation fault)");
}

TEST_F(LocalEngineTest, EndsAGradingThatHangs) {
  LocalEngine engine(1, seconds(1));
  ASSERT_TRUE(engine.Start(Shell("hang", "exec sleep 1000")));
  EXPECT_EQ(RunAll(engine).at("hang"), "did not come to an end in 1 s");
}

TEST_F(LocalEngineTest, EndsWhatRunsWhenItIsStopped) {
  LocalEngine engine(2, seconds(600));
  ASSERT_TRUE(engine.Start(Shell("one", "exec sleep 1000")));
  ASSERT_TRUE(engine.Start(Shell("two", "exec sleep 1000")));
  engine.Stop();
  EXPECT_EQ(RunAll(engine).size(), 2u);
}

TEST_F(LocalEngineTest, AGradingHasItsLogAndNoOtherDescriptorOfOurs) {
  LocalEngine engine(1, seconds(600));
  ASSERT_TRUE(engine.Start(Shell("look", "ls /proc/self/fd | tr '\\n' ' ' >&2")));
  EXPECT_EQ(RunAll(engine).at("look"), "");
  std::string said;
  std::getline(std::ifstream(folder_.path() + "/look"), said);
  EXPECT_EQ(said, "0 1 2 3 ");  // 3 is ls's own
}

TEST(OutputOf, SaysWhatWasPrintedOrWhatWasComplainedOf) {
  EXPECT_EQ(OutputOf({"echo", "a word"}).value(), "a word\n");
  const auto failed = OutputOf({"sh", "-c", "echo no such partition >&2; exit 1"});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().Text(), "run sh: no such partition");
  EXPECT_FALSE(OutputOf({"a-program-that-is-not-installed"}));
}

}  // namespace
}  // namespace checker
