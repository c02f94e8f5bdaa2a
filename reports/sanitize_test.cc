#include <gtest/gtest.h>

#include "reports/report.h"

namespace reports {
namespace {

constexpr std::size_t kPlenty = 1000;

TEST(Sanitized, LeavesPlainTextNewlinesTabsAndUtf8Alone) {
  const std::string text = "a\tb\n\xc3\xa4 \xe4\xbd\xa0 \xf0\x9f\x98\x80";
  EXPECT_EQ(Sanitized(text, kPlenty), text);
}

TEST(Sanitized, MakesControlCharactersVisible) {
  EXPECT_EQ(Sanitized(std::string_view("\x1b[2J\0\x7f\r", 7), kPlenty), "\\x1b[2J\\x00\\x7f\\r");
  EXPECT_EQ(Sanitized("\xc2\x9b", kPlenty), "\\x9b");
}

TEST(Sanitized, MakesBytesThatAreNoUtf8Visible) {
  EXPECT_EQ(Sanitized("\xff", kPlenty), "\\xff");
  EXPECT_EQ(Sanitized("\xc3", kPlenty), "\\xc3");
  EXPECT_EQ(Sanitized("\xe4\xbd"
                      "a",
                      kPlenty),
            "\\xe4\\xbd"
            "a");
}

TEST(Sanitized, RefusesOverlongFormsSurrogatesAndWhatIsBeyondUnicode) {
  EXPECT_EQ(Sanitized("\xc0\xaf", kPlenty), "\\xc0\\xaf");
  EXPECT_EQ(Sanitized("\xe0\x80\xaf", kPlenty), "\\xe0\\x80\\xaf");
  EXPECT_EQ(Sanitized("\xed\xa0\x80", kPlenty), "\\xed\\xa0\\x80");
  EXPECT_EQ(Sanitized("\xf4\x90\x80\x80", kPlenty), "\\xf4\\x90\\x80\\x80");
}

TEST(Sanitized, MakesCharactersVisibleThatTurnTextAround) {
  EXPECT_EQ(Sanitized("\xe2\x80\xae", kPlenty), "\\u202e");
  EXPECT_EQ(Sanitized("\xef\xbb\xbf", kPlenty), "\\ufeff");
}

TEST(Sanitized, CutsLongTextAndSaysHowMuchIsMissing) {
  EXPECT_EQ(Sanitized(std::string(100, 'a'), 42), std::string(10, 'a') + " [... 90 more bytes]");
  EXPECT_EQ(Sanitized(std::string(42, 'a'), 42), std::string(42, 'a'));
}

TEST(Sanitized, CutsAtACharacter) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "\xc3\xa4";
  EXPECT_EQ(Sanitized(text, 43), "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4 [... 90 more bytes]");
}

TEST(Sanitized, SanitizingTwiceChangesNothing) {
  std::string every_byte;
  for (int i = 0; i < 256; ++i) every_byte += static_cast<char>(i);
  const std::string once = Sanitized(every_byte, 200);
  EXPECT_EQ(Sanitized(once, 200), once);
}

}  // namespace
}  // namespace reports
