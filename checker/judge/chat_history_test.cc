#include "checker/judge/chat_history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace checker {
namespace {

using testing::HasSubstr;

ChatHistory ThreeMembers() {
  const std::vector<int> all = {1, 2, 3};
  ChatHistory history;
  history.said = {{1, "aaa", all}, {2, "bbb", all}, {1, "ccc", all}};
  history.heard = {{1, "bbb\n"}, {2, "aaa\nccc\n"}, {3, "aaa\nbbb\nccc\n"}};
  return history;
}

std::string FlawOf(const ChatHistory& history, const ChatRoom& rules = {}) {
  return FindChatFlaw(history, rules).value_or("");
}

TEST(ChatHistory, ARoomThatPassesEverythingOnIsRight) { EXPECT_EQ(FlawOf(ThreeMembers()), ""); }

TEST(ChatHistory, AMessageMissedHeardTwiceOrAfterwardsIsFound) {
  ChatHistory missed = ThreeMembers();
  missed.heard[3] = "aaa\nccc\n";
  EXPECT_EQ(FlawOf(missed), "Client 3 never heard \"bbb\", which client 2 said.");
  ChatHistory twice = ThreeMembers();
  twice.heard[3] += "bbb\n";
  EXPECT_THAT(FlawOf(twice), HasSubstr("2 times"));
  ChatHistory left = ThreeMembers();
  left.said[2].audience = {1, 2};
  EXPECT_EQ(FlawOf(left), "Client 3 heard \"ccc\", which client 1 said, when it was no member.");
}

TEST(ChatHistory, WhetherTheSenderHearsItselfIsForTheRules) {
  ChatHistory echoed = ThreeMembers();
  echoed.heard[2] = "aaa\nbbb\nccc\n";
  EXPECT_EQ(FlawOf(echoed), "");
  EXPECT_THAT(FlawOf(echoed, {.to_sender = false}), HasSubstr("its own words"));
  EXPECT_EQ(FlawOf(echoed, {.to_sender = true}),
            "Client 1 never heard \"aaa\", which client 1 said.");
}

TEST(ChatHistory, TheMessagesOfOneSenderKeepTheirOrder) {
  ChatHistory swapped = ThreeMembers();
  swapped.heard[2] = "ccc\naaa\n";
  EXPECT_EQ(FlawOf(swapped),
            "Client 1 said \"aaa\" and then \"ccc\", and client 2 heard them the other way round.");
}

TEST(ChatHistory, OneOrderForAllOnlyWhereItIsAskedFor) {
  ChatHistory history;
  history.said = {{1, "aaa", {1, 2, 3, 4}}, {2, "bbb", {1, 2, 3, 4}}};
  history.heard = {{1, "bbb"}, {2, "aaa"}, {3, "aaa bbb"}, {4, "bbb aaa"}};
  EXPECT_EQ(FlawOf(history), "");
  EXPECT_EQ(FlawOf(history, {.one_order = true}),
            "Client 3 heard \"aaa\" before \"bbb\", and client 4 heard them the other way round.");
}

TEST(ChatHistory, IsMadeOfWhatWasRecorded) {
  Evidence evidence;
  evidence.said.push_back({2, "word", {1, 2}});
  evidence.moments.push_back({"begin", {}});
  evidence.moments.push_back({"end", {.clients = {{.client = 1, .received = "word"}}}});
  const ChatHistory history = ChatHistoryOf(evidence);
  ASSERT_EQ(history.said.size(), 1u);
  EXPECT_EQ(history.said[0].audience, (std::vector<int>{1, 2}));
  EXPECT_EQ(history.heard.at(1), "word");
}

}  // namespace
}  // namespace checker
