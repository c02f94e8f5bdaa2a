#include "checker/judge/auction_history.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <random>

namespace checker {
namespace {

std::string FlawOf(std::vector<Bid> bids, std::vector<BidSeen> seen = {}) {
  return FindAuctionFlaw({std::move(bids), std::move(seen)}).value_or("");
}

TEST(AuctionHistory, BidsInTurn) {
  EXPECT_EQ(FlawOf({{1, 100, true, 0, 1},
                    {2, 90, false, 2, 3},
                    {3, 100, false, 4, 5},
                    {2, 110, true, 6, 7}}),
            "");
  EXPECT_EQ(FlawOf({{1, 100, true, 0, 1}, {2, 90, true, 2, 3}}),
            "Client 2's bid of 90 was accepted, although client 1's bid of 100 had been accepted "
            "before it was sent.");
  EXPECT_EQ(FlawOf({{1, 100, true, 0, 1}, {2, 110, false, 2, 3}}),
            "Client 2's bid of 110 was rejected, and no bid of 110 or more was ever accepted.");
  EXPECT_EQ(FlawOf({{2, 110, false, 0, 1}, {1, 120, true, 2, 3}}),
            "Client 1's bid of 120 was accepted, although client 2's bid of 110 had been rejected "
            "before, when no bid as "
            "high was there.");
}

TEST(AuctionHistory, OfEqualBidsOneCanWin) {
  EXPECT_EQ(FlawOf({{1, 100, true, 0, 9}, {2, 100, false, 0, 9}}), "");
  EXPECT_EQ(FlawOf({{2, 100, true, 0, 9}, {1, 100, true, 0, 9}}),
            "Clients 1 and 2 both bid 100, and both bids were accepted.");
}

TEST(AuctionHistory, BidsAtTheSameTimeMayTakePlaceInAnyOrder) {
  EXPECT_EQ(FlawOf({{1, 100, true, 0, 9}, {2, 120, true, 0, 9}, {3, 110, false, 0, 9}}), "");
  EXPECT_EQ(FlawOf({{1, 100, true, 0, 9}, {2, 120, true, 0, 9}, {3, 110, true, 0, 9}}), "");
}

TEST(AuctionHistory, TheHighestBidIsTheOneThatIsShown) {
  const std::vector<Bid> bids = {{1, 100, true, 0, 1}, {2, 120, true, 2, 3}};
  EXPECT_EQ(FlawOf(bids, {{3, 120, 4, 5}}), "");
  EXPECT_EQ(FlawOf(bids, {{3, 100, 4, 5}}),
            "Client 3 was told that 100 is the highest bid, although client 2's bid of 120 had "
            "been accepted before it was "
            "sent.");
  EXPECT_EQ(FlawOf(bids, {{3, 110, 4, 5}}),
            "Client 3 was told that 110 is the highest bid, and no such bid was accepted.");
}

// Every order that respects time, one after the other.
bool SomeOrderIsTrue(const AuctionHistory& history) {
  struct Step {
    int called, answered;
    std::int64_t amount;
    bool is_bid, accepted;
  };
  std::vector<Step> steps;
  for (const Bid& bid : history.bids)
    steps.push_back({bid.called, bid.answered, bid.amount, true, bid.accepted});
  for (const BidSeen& seen : history.seen)
    steps.push_back({seen.called, seen.answered, seen.amount, false, false});
  std::vector<std::size_t> order(steps.size());
  std::iota(order.begin(), order.end(), 0u);
  do {
    std::int64_t highest = std::numeric_limits<std::int64_t>::min();
    bool holds = true;
    for (std::size_t i = 0; i < order.size() && holds; ++i) {
      const Step& step = steps[order[i]];
      for (std::size_t j = 0; j < i; ++j) holds = holds && steps[order[j]].called <= step.answered;
      holds = holds &&
              (step.is_bid ? step.accepted == (step.amount > highest) : step.amount == highest);
      if (step.is_bid && step.accepted) highest = step.amount;
    }
    if (holds) return true;
  } while (std::next_permutation(order.begin(), order.end()));
  return false;
}

TEST(AuctionHistory, AgreesWithTryingEveryOrder) {
  std::mt19937 random(11);
  const auto below = [&random](int limit) {
    return static_cast<int>(random() % static_cast<unsigned>(limit));
  };
  int flawed = 0;
  int right = 0;
  for (int round = 0; round < 6000; ++round) {
    AuctionHistory history;
    const int bids = 2 + below(4);
    for (int i = 0; i < bids; ++i) {
      const int called = below(8);
      history.bids.push_back(
          {i + 1, 1 + below(4), below(2) == 0, 2 * called, 2 * (called + below(4)) + 1});
    }
    if (below(2) == 0) history.seen.push_back({9, 1 + below(4), 8, 8 + 2 * below(4) + 1});
    const bool holds = SomeOrderIsTrue(history);
    ASSERT_EQ(!FindAuctionFlaw(history).has_value(), holds)
        << FindAuctionFlaw(history).value_or("no flaw");
    ++(holds ? right : flawed);
  }
  EXPECT_GT(flawed, 500);
  EXPECT_GT(right, 500);
}

}  // namespace
}  // namespace checker
