#include "checker/command_line/batch_progress.h"

#include <gtest/gtest.h>

#include <sstream>

namespace checker {
namespace {

using std::chrono::minutes;

TEST(BatchProgress, SaysHowManyHowFastAndHowLong) {
  const BatchCounts counts = {.entries = 300, .kept = 10, .graded = 38, .failed = 2, .running = 2};
  EXPECT_EQ(BatchInWords(counts, minutes(10)),
            "50 of 300 done, 2 running, 2 failed, 4.0 a minute, about 62 min left");
}

TEST(BatchProgress, PromisesNothingBeforeAnythingHasEnded) {
  EXPECT_EQ(BatchInWords({.entries = 3, .kept = 1, .running = 2}, minutes(1)),
            "1 of 3 done, 2 running, 0 failed");
}

TEST(BatchProgress, IsALineForEachSubmissionWhereNobodyLooks) {
  std::ostringstream out;
  BatchProgress progress(false, 80, out);
  progress.Show({.entries = 2, .running = 1});
  progress.ShowEnd({.entries = 2, .graded = 1}, "anna\x1b[2J", "");
  progress.ShowEnd({.entries = 2, .graded = 1, .failed = 1}, "bruno", "launch: no room");
  EXPECT_EQ(out.str(),
            "[1/2] anna\\x1b[2J: graded\n[2/2] bruno: infrastructure error: launch: no room\n");
}

}  // namespace
}  // namespace checker
