#include "checker/build/build_output.h"

#include <gtest/gtest.h>

namespace checker {
namespace {

TEST(HeadAndTail, KeepsAShortTextWhole) {
  HeadAndTail text(8);
  text.Add("abc");
  text.Add("defgh");
  EXPECT_EQ(text.Text(), "abcdefgh");
}

TEST(HeadAndTail, KeepsBeginningAndEndOfALongTextInWhateverPiecesItComes) {
  for (const std::size_t piece : {1u, 3u, 7u, 26u}) {
    HeadAndTail text(8);
    const std::string alphabet = "abcdefghijklmnopqrstuvwxyz";
    for (std::size_t at = 0; at < alphabet.size(); at += piece)
      text.Add(alphabet.substr(at, piece));
    EXPECT_EQ(text.Text(), "abcd\n... 18 bytes left out ...\nwxyz") << piece;
    EXPECT_EQ(text.total(), 26u);
  }
}

TEST(PlainText, DropsColoursTitlesAndControlCharacters) {
  EXPECT_EQ(PlainText("\x1B[01;31merror\x1B[m\x1B[K: x\r\n"), "error: x\n");
  EXPECT_EQ(PlainText("\x1B]0;title\x07"
                      "a\x1B]8;;http://x\x1B\\b"),
            "ab");
  EXPECT_EQ(PlainText("a\bb\x7F\tc\n"), "ab\tc\n");
  EXPECT_EQ(PlainText("caf\xC3\xA9 \xFF"), "caf\xC3\xA9 \xFF");
}

TEST(PlainText, SurvivesSequencesThatNeverEnd) {
  EXPECT_EQ(PlainText("a\x1B"), "a");
  EXPECT_EQ(PlainText("a\x1B[12;"), "a");
  EXPECT_EQ(PlainText("a\x1B]0;no end"), "a");
}

}  // namespace
}  // namespace checker
