// Two handlers look at the highest bid at the same time, both find theirs higher, both write:
// somebody is told "accepted" whose bid is lost. Looking and writing have to be one step.
#include <algorithm>
#include <cctype>

#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kBidders = 16;
constexpr int kRounds = 24;
constexpr std::int64_t kFirstBid = 1000;

// Different amounts in one round, the same one in the next.
std::vector<BidToMake> Round(const std::vector<int>& bidders, int round) {
  std::vector<BidToMake> bids;
  const auto count = static_cast<int>(bidders.size());
  for (int i = 0; i < count; ++i) {
    const int more = round % 2 == 0 ? (i * 7) % count : 0;
    bids.push_back({bidders[static_cast<std::size_t>(i)], kFirstBid + 100 * (round + 2) + more});
  }
  return bids;
}

Task<void> Exercise(Session& session) {
  const std::vector<int> bidders =
      co_await Join(session, std::min(kBidders, session.clients_to_hold()));
  if (bidders.size() < 2) co_return;
  const std::vector<BidToMake> in_turn = {{bidders[0], kFirstBid},
                                          {bidders[1], kFirstBid - 1},
                                          {bidders[1], kFirstBid},
                                          {bidders[1], kFirstBid + 1},
                                          {bidders[0], kFirstBid + 2}};
  for (std::size_t i = 0; i < in_turn.size(); ++i) {
    const std::vector<BidToMake> alone = {in_turn[i]};
    co_await BidAtOnce(session, alone, "bid");
    session.Record({.label = "later"});
  }
  for (int round = 0; round < kRounds; ++round) {
    const std::vector<BidToMake> bids = Round(bidders, round);
    co_await BidAtOnce(session, bids, "bid");
    session.Record({.label = "later"});
  }
  const std::string ask = session.facts().shared_state->auction->ask;
  if (!ask.empty()) co_await Ask(session, ask, "highest");
  co_await session.Rest("end");
}

bool Says(const ExchangeSeen& exchange, const std::string& word) {
  return exchange.received.find(word) != std::string::npos;
}

// The last whole number in a text; -1 where there is none.
std::int64_t LastNumber(const std::string& text) {
  std::int64_t number = -1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (std::isdigit(static_cast<unsigned char>(text[i])) == 0) continue;
    const bool goes_on = i > 0 && std::isdigit(static_cast<unsigned char>(text[i - 1])) != 0;
    number = (goes_on ? number * 10 : 0) + (text[i] - '0');
  }
  return number;
}

// What was recorded, as bids; a bid without a clear answer is a flaw by itself.
std::optional<std::string> ReadHistory(const Evidence& evidence, AuctionHistory* history) {
  const Auction& words = *evidence.server.shared_state->auction;
  int now = 0;
  for (const ExchangeSeen& exchange : evidence.exchanges) {
    if (exchange.label == "later") now += 2;
    if (exchange.label == "highest")
      history->seen.push_back({exchange.client, LastNumber(exchange.received), now, now + 1});
    if (exchange.label != "bid") continue;
    const bool accepted = Says(exchange, words.accepted);
    if (accepted == Says(exchange, words.rejected)) {
      return "Client " + std::to_string(exchange.client) + " bid " + exchange.nonce +
             " and was told " +
             (exchange.received.empty() ? "nothing" : Quoted(exchange.received)) + ".";
    }
    history->bids.push_back({exchange.client, std::stoll(exchange.nonce), accepted, now, now + 1});
  }
  return std::nullopt;
}

Verdict Judge(const Evidence& evidence) {
  if (!evidence.Has("end"))
    return Untested("It needs two bidders at once, and the server serves fewer.");
  const Observation& end = evidence.At("end");
  if (auto ended = FailIfEnded(end, "while clients bid")) return *ended;
  if (!end.Decided()) return Unresolved("The server did not come to rest.");
  AuctionHistory history;
  if (const auto unclear = ReadHistory(evidence, &history)) return Fail(*unclear, Proof::kEvent);
  if (const auto flaw = FindAuctionFlaw(history)) {
    Verdict verdict = Fail(*flaw, Proof::kEvent);
    verdict.expected = "answers that could be true if the bids had come in some order, one by one";
    return verdict;
  }
  Verdict verdict = Pass(std::to_string(history.bids.size()) +
                         " bids, many of them at the same time: all answers are as if they " +
                         "had come one by one.");
  verdict.proof = Proof::kStatistical;
  return verdict;
}

const Check kCheck{
    .id = "shared_state/accepts_only_higher_bids",
    .title = "accepts only higher bids",
    .requirement = "Concurrent bids MUST leave the highest as winner, each bidder told the truth.",
    .see = {"pthread_mutex_lock(3)"},
    .hint =
        "Lock before you compare with the highest bid and unlock after you have stored the new "
        "one: comparing and storing "
        "have to be one step. An equal bid is not a higher one.",
    .needs = {Need::kAuction},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"concurrency/serves_second_client_while_first_is_idle",
                    "concurrency/accepts_every_simultaneous_client"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
