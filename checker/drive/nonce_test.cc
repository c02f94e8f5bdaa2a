#include "checker/drive/nonce.h"

#include <gtest/gtest.h>

namespace checker {
namespace {

TEST(WithoutNumbers, NumbersOfAnyLengthLookTheSame) {
  EXPECT_EQ(WithoutNumbers("client 9: 2 words"), "client #: # words");
  EXPECT_EQ(WithoutNumbers("client 10: 22 words"), WithoutNumbers("client 9: 2 words"));
  EXPECT_EQ(WithoutNumbers("2026-11-22"), "#-#-#");
  EXPECT_EQ(WithoutNumbers(""), "");
}

TEST(WithoutNumbers, WordsStay) {
  EXPECT_NE(WithoutNumbers("client 9"), WithoutNumbers("server 9"));
}

TEST(FindNonce, KnowsTheFormsInWhichServersSayItAgain) {
  EXPECT_EQ(FindNonce("you said abcdwxyz", "abcdwxyz"), NonceForm::kSame);
  EXPECT_EQ(FindNonce("ABCDWXYZ", "abcdwxyz"), NonceForm::kUpper);
  EXPECT_EQ(FindNonce("zyxwdcba", "abcdwxyz"), NonceForm::kReversed);
  EXPECT_EQ(FindNonce("abcd", "abcdwxyz"), NonceForm::kNone);
}

}  // namespace
}  // namespace checker
