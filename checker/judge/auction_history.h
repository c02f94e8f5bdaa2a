// Bids that were made at the same time, what each bidder was told, and whether that can be true.
// Pure.
//
// An answer is true if all bids can be put into one order that respects time (what was answered
// before another was called comes first) and in which exactly those are accepted that exceed every
// bid before: a linearization (Herlihy and Wing 1990).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace checker {

struct Bid {
  int bidder = 0;  // client
  std::int64_t amount = 0;
  bool accepted = false;
  int called = 0;    // when it was sent: any number that grows
  int answered = 0;  // when its answer was there
};

// Somebody asked for the highest bid.
struct BidSeen {
  int client = 0;
  std::int64_t amount = 0;
  int called = 0;
  int answered = 0;
};

struct AuctionHistory {
  std::vector<Bid> bids;
  std::vector<BidSeen> seen;
};

// Why no order makes all answers true, by the one or two bids that show it; nullopt where one does.
//
// No search is needed: accepted bids can only come in the order of their amounts. A bid that was
// rejected needs one as high before it, so the first such bid must take place before that answer;
// whoever saw an amount needs it before the answer, and the next higher one after the question.
// What remains is whether moments can be chosen for a row of intervals.
std::optional<std::string> FindAuctionFlaw(const AuctionHistory& history);

}  // namespace checker
