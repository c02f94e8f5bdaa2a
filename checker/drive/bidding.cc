#include "checker/drive/bidding.h"

#include <algorithm>
#include <array>
#include <utility>

namespace checker {
namespace {

std::string WithAmount(std::string text, std::int64_t amount) {
  constexpr std::string_view kAmount = "{amount}";
  const std::size_t at = text.find(kAmount);
  return at == text.npos ? text : text.replace(at, kAmount.size(), std::to_string(amount));
}

// Stopping and continuing a process shows in none of these calls; epoll_wait and sleeps would
// return EINTR.
bool MayBeStopped(const Observation& seen) {
  constexpr std::array kCalls = {"accept",  "accept4", "recvfrom", "recv",
                                 "recvmsg", "read",    "futex",    "wait4"};
  return std::all_of(seen.tasks.begin(), seen.tasks.end(), [&](const TaskSeen& task) {
    return task.IsZombie() ||
           (task.endless && std::find(kCalls.begin(), kCalls.end(), task.call) != kCalls.end());
  });
}

}  // namespace

Task<void> BidAtOnce(Session& session, std::vector<BidToMake> bids, std::string label) {
  const Observation before = session.Seen();
  const std::vector<int> stopped =
      bids.size() > 1 && MayBeStopped(before) ? before.LivePids() : std::vector<int>();
  for (const int pid : stopped) (void)session.box().Signal(pid, SIGSTOP);
  std::vector<ExchangeSeen> exchanges;
  std::vector<std::size_t> heard;
  for (const BidToMake& bid : bids) {
    ExchangeSeen exchange{
        .label = label, .client = bid.bidder, .nonce = std::to_string(bid.amount)};
    exchange.sent = WithAmount(session.facts().shared_state->auction->bid, bid.amount);
    heard.push_back(session.client(bid.bidder).seen().received.size());
    session.SendBytes(bid.bidder, exchange.sent);
    exchanges.push_back(std::move(exchange));
  }
  for (const int pid : stopped) (void)session.box().Signal(pid, SIGCONT);
  co_await session.Rest();
  for (std::size_t i = 0; i < exchanges.size(); ++i) {
    exchanges[i].received = session.client(exchanges[i].client).seen().received.substr(heard[i]);
    session.Record(std::move(exchanges[i]));
  }
}

}  // namespace checker
