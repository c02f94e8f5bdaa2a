// Bids in an auction. Session's facts say in which words.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checker/drive/session.h"

namespace checker {

struct BidToMake {
  int bidder = 0;
  std::int64_t amount = 0;
};

// All bids of a round are sent before anybody is answered; where that is safe the server stands
// still meanwhile, so that its handlers wake up together. Then the answers, to rest. One exchange
// for each bid, with this label; its nonce is the amount.
Task<void> BidAtOnce(Session& session, std::vector<BidToMake> bids, std::string label);

}  // namespace checker
