#include "reports/layout.h"

#include <gtest/gtest.h>

#include <sstream>

namespace reports {
namespace {

using Lines = std::vector<std::string>;

TEST(DisplayWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(DisplayWidth("abc"), 3);
  EXPECT_EQ(DisplayWidth("\xc3\xa4\xe2\x9c\x93"), 2);      // a-umlaut, check mark
  EXPECT_EQ(DisplayWidth("\xe4\xbd\xa0\xe5\xa5\xbd"), 4);  // two wide characters
  EXPECT_EQ(DisplayWidth("a\xcc\x88"), 1);                 // a, combining diaeresis
}

TEST(Wrapped, BreaksAtSpaces) {
  EXPECT_EQ(Wrapped("the quick brown fox", 10), (Lines{"the quick", "brown fox"}));
  EXPECT_EQ(Wrapped("exact fits", 10), (Lines{"exact fits"}));
  EXPECT_EQ(Wrapped("exact fit more", 9), (Lines{"exact fit", "more"}));
}

TEST(Wrapped, BreaksAWordOnlyWhereItIsTooLong) {
  EXPECT_EQ(Wrapped("abcdefghij", 4), (Lines{"abcd", "efgh", "ij"}));
  EXPECT_EQ(Wrapped("a bcdefghij", 4), (Lines{"a", "bcde", "fghi", "j"}));
}

TEST(Wrapped, KeepsSpacesInsideALine) { EXPECT_EQ(Wrapped("a   b", 10), (Lines{"a   b"})); }

TEST(Wrapped, TakesNewlinesForSpaces) { EXPECT_EQ(Wrapped("a\nb\tc", 10), (Lines{"a b c"})); }

TEST(Wrapped, OfNothingIsOneEmptyLine) {
  EXPECT_EQ(Wrapped("", 10), (Lines{""}));
  EXPECT_EQ(Wrapped(std::string(30, ' '), 10), (Lines{""}));
}

TEST(Wrapped, NeverSplitsACharacterThatIsWiderThanTheLine) {
  EXPECT_EQ(Wrapped("\xe4\xbd\xa0\xe5\xa5\xbd", 1), (Lines{"\xe4\xbd\xa0", "\xe5\xa5\xbd"}));
}

TEST(Page, PutsTheRightPartOfASpreadLineAtTheMargin) {
  std::ostringstream out;
  Page page({.width = 40}, out);
  page.Spread("left", Ink::kPlain, "right", Ink::kPlain);
  EXPECT_EQ(out.str(), "left" + std::string(31, ' ') + "right\n");
}

TEST(Page, HangsWrappedTextUnderItsOwnFirstLine) {
  std::ostringstream out;
  Page page({.width = 40}, out);
  page.Item(2, "label", 10, "twenty-nine columns of text and more of it");
  EXPECT_EQ(out.str(), "  label   twenty-nine columns of text\n          and more of it\n");
}

TEST(Page, PaintsOnlyWhereTheStyleHasColour) {
  std::ostringstream out;
  EXPECT_EQ(Page({.colour = false}, out).Painted("x", Ink::kBad), "x");
  EXPECT_EQ(Page({.colour = true}, out).Painted("x", Ink::kBad), "\x1b[31mx\x1b[0m");
}

}  // namespace
}  // namespace reports
