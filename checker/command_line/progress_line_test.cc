#include "checker/command_line/progress_line.h"

#include <gtest/gtest.h>

#include <sstream>

namespace checker {
namespace {

TEST(ProgressLine, OnATerminalEachTextTakesThePlaceOfTheFormerAndNothingStays) {
  std::ostringstream out;
  {
    ProgressLine line(ProgressLine::Mode::kLive, 80, out);
    line.Show("building");
    line.Show("probing");
  }
  EXPECT_EQ(out.str(), "\r\x1b[Kbuilding\r\x1b[Kprobing\r\x1b[K");
}

TEST(ProgressLine, ALiveLineNeverWraps) {
  std::ostringstream out;
  ProgressLine line(ProgressLine::Mode::kLive, 5, out);
  line.Show("abcdefgh");
  line.Show("abc\xc3\xa4z");
  EXPECT_EQ(out.str(), "\r\x1b[Kabcd\r\x1b[Kabc");
}

TEST(ProgressLine, ElsewhereEachTextIsALineOfItsOwn) {
  std::ostringstream out;
  {
    ProgressLine line(ProgressLine::Mode::kLines, 80, out);
    line.Show("building");
  }
  EXPECT_EQ(out.str(), "building\n");
}

TEST(ProgressLine, SilentlyNothingIsWritten) {
  std::ostringstream out;
  {
    ProgressLine line(ProgressLine::Mode::kSilent, 80, out);
    line.Show("building");
  }
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace checker
