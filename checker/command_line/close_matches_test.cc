#include "checker/command_line/close_matches.h"

#include <gtest/gtest.h>

namespace checker {
namespace {

using Names = std::vector<std::string>;

const Names kNames = {"build/compiles", "build/compiles_without_warnings",
                      "processes/reaps_finished_children", "shutdown/frees_its_port"};

TEST(CloseMatches, FindsAnIdWithAFewWrongLetters) {
  EXPECT_EQ(CloseMatches("proceses/reap_finished_children", kNames),
            (Names{"processes/reaps_finished_children"}));
}

TEST(CloseMatches, FindsAnIdWithoutItsFolder) {
  EXPECT_EQ(CloseMatches("frees_its_prot", kNames), (Names{"shutdown/frees_its_port"}));
}

TEST(CloseMatches, FindsIdsThatContainTheWord) {
  EXPECT_EQ(CloseMatches("compiles", kNames),
            (Names{"build/compiles", "build/compiles_without_warnings"}));
}

TEST(CloseMatches, FindsNothingWhereNothingIsAlike) {
  EXPECT_EQ(CloseMatches("zzzzzzzz", kNames), Names{});
}

}  // namespace
}  // namespace checker
