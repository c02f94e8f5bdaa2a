#include "checker/judge/replies.h"

#include <gtest/gtest.h>
#include <signal.h>

namespace checker {
namespace {

TEST(Replies, BytesInOrderMayHaveOthersBetweenThem) {
  EXPECT_TRUE(HoldsInOrder("a-b-c", "abc"));
  EXPECT_TRUE(HoldsInOrder("abc", "abc"));
  EXPECT_FALSE(HoldsInOrder("acb", "abc"));
  EXPECT_FALSE(HoldsInOrder("ab", "abc"));
}

TEST(Replies, AWordIsCountedAsOftenAsItStandsThere) {
  EXPECT_EQ(CountOf("one two one", "one"), 2);
  EXPECT_EQ(CountOf("aaa", "aa"), 1);
  EXPECT_EQ(CountOf("", "one"), 0);
  EXPECT_EQ(CountOf("one", ""), 0);
}

ExchangeSeen Reply(std::string nonce, std::string received) {
  ExchangeSeen exchange;
  exchange.nonce = std::move(nonce);
  exchange.received = std::move(received);
  return exchange;
}

TEST(Replies, LookAlikeWhereOnlyNonceAndNumbersDiffer) {
  const auto like = [](const ExchangeSeen& exchange) {
    return Likeness(exchange, NonceForm::kUpper);
  };
  EXPECT_EQ(like(Reply("abc", "7: ABC\n")), like(Reply("xyz", "8: XYZ\n")));
  EXPECT_NE(like(Reply("abc", "ABC\n")), like(Reply("xyz", "YZ\n")));
}

TEST(Replies, ACrashIsSeenInWhateverIsLeftOfTheProcess) {
  Evidence evidence;
  Observation seen;
  EXPECT_EQ(CrashSeen(evidence, seen), std::nullopt);
  seen.end_status = SIGTERM;
  EXPECT_EQ(CrashSeen(evidence, seen), std::nullopt);
  TaskSeen zombie;
  zombie.state = 'Z';
  zombie.exit_status = SIGABRT;
  seen.tasks = {zombie};
  EXPECT_EQ(CrashSeen(evidence, seen), SIGABRT);
  evidence.exits.push_back({.pid = 3, .exit_status = SIGSEGV});
  EXPECT_EQ(CrashSeen(evidence, seen), SIGSEGV);
}

}  // namespace
}  // namespace checker
