#include "checker/intake/located_json.h"

#include <gtest/gtest.h>

namespace checker {
namespace {

std::string Problem(std::string_view text) {
  const auto parsed = ParseLocatedJson(text);
  return parsed ? "" : parsed.error().reason();
}

TEST(LocatedJson, EveryValueHasTheLineOnWhichItBegins) {
  const auto parsed = ParseLocatedJson("{\n\"a\": 1,\n\"b\":\n[true,\n{\"c/d\": null}]\n}\n");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->LineOf(""), 1);
  EXPECT_EQ(parsed->LineOf("/a"), 2);
  EXPECT_EQ(parsed->LineOf("/b"), 4);
  EXPECT_EQ(parsed->LineOf("/b/0"), 4);
  EXPECT_EQ(parsed->LineOf("/b/1/c~1d"), 5);
}

TEST(LocatedJson, ANumberAtTheEndOfALineBelongsToThatLine) {
  const auto parsed = ParseLocatedJson("[1\n,2\n]");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->LineOf("/0"), 1);
  EXPECT_EQ(parsed->LineOf("/1"), 2);
}

TEST(LocatedJson, TheDocumentIsWhatAnyParserReads) {
  const std::string text = R"({"a": [1, -2, 2.5, "x\ny", {}, []], "b": {"c": false}})";
  const auto parsed = ParseLocatedJson(text);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->root, nlohmann::json::parse(text));
}

TEST(LocatedJson, AKeyThatStandsTwiceIsRefusedWithBothLines) {
  EXPECT_EQ(Problem("{\"a\": 1,\n \"b\": {\"c\": 1,\n \"c\": 2}}"),
            "line 3, /b/c: the key stands here twice, first in line 2");
  EXPECT_EQ(Problem("{\"a\": {\"c\": 1}, \"b\": {\"c\": 2}}"), "");
}

TEST(LocatedJson, WhatIsNoJsonIsRefusedWithItsLine) {
  EXPECT_NE(Problem("{\n\"a\": 1,\n}").find("line 3, column 1"), std::string::npos);
  EXPECT_NE(Problem(""), "");
  EXPECT_NE(Problem("{} {}"), "");
  EXPECT_NE(Problem("{\"a\": \"\xff\"}"), "");
  EXPECT_NE(Problem("[1e999]"), "");
  EXPECT_NE(Problem(std::string(1000, '[')).find("too deep"), std::string::npos);
}

}  // namespace
}  // namespace checker
