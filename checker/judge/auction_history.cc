#include "checker/judge/auction_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <limits>

namespace checker {
namespace {

// An accepted bid, when it can have taken place at the earliest and latest, and what says so.
struct Place {
  const Bid* bid = nullptr;
  int earliest = 0;
  int latest = 0;
  std::string because_earliest;  // "..., which was sent later"
  std::string because_latest;
};

std::string Name(const Bid& bid) {
  return fmt::format("client {}'s bid of {}", bid.bidder, bid.amount);
}

std::vector<Place> AcceptedInOrder(const AuctionHistory& history) {
  std::vector<Place> places;
  for (const Bid& bid : history.bids) {
    if (bid.accepted) places.push_back({&bid, bid.called, bid.answered, "", ""});
  }
  std::sort(places.begin(), places.end(),
            [](const Place& a, const Place& b) { return a.bid->amount < b.bid->amount; });
  for (Place& place : places) {
    place.because_earliest = Name(*place.bid) + " was accepted";
    place.because_latest = Name(*place.bid) + " had been accepted before it was sent";
  }
  return places;
}

std::optional<std::string> FindTwoWinners(const std::vector<Place>& places) {
  for (std::size_t i = 1; i < places.size(); ++i) {
    const Bid& one = *places[i - 1].bid;
    const Bid& other = *places[i].bid;
    if (one.amount != other.amount) continue;
    return fmt::format("Clients {} and {} both bid {}, and both bids were accepted.",
                       std::min(one.bidder, other.bidder), std::max(one.bidder, other.bidder),
                       one.amount);
  }
  return std::nullopt;
}

// The first of the accepted bids that is at least so high.
std::vector<Place>::iterator FirstFrom(std::vector<Place>& places, std::int64_t amount) {
  return std::find_if(places.begin(), places.end(),
                      [amount](const Place& place) { return place.bid->amount >= amount; });
}

void Before(Place& place, int time, std::string because) {
  if (time >= place.latest) return;
  place.latest = time;
  place.because_latest = std::move(because);
}

void After(Place& place, int time, std::string because) {
  if (time <= place.earliest) return;
  place.earliest = time;
  place.because_earliest = std::move(because);
}

std::optional<std::string> AddRejected(const Bid& bid, std::vector<Place>& places) {
  const auto higher = FirstFrom(places, bid.amount);
  if (higher == places.end()) {
    return fmt::format(
        "Client {}'s bid of {} was rejected, and no bid of {} or more was ever accepted.",
        bid.bidder, bid.amount, bid.amount);
  }
  Before(*higher, bid.answered,
         fmt::format("{} had been rejected before, when no bid as high was there", Name(bid)));
  return std::nullopt;
}

std::optional<std::string> AddSeen(const BidSeen& seen, std::vector<Place>& places) {
  const auto shown = FirstFrom(places, seen.amount);
  if (shown == places.end() || shown->bid->amount != seen.amount) {
    return fmt::format(
        "Client {} was told that {} is the highest bid, and no such bid was accepted.", seen.client,
        seen.amount);
  }
  Before(*shown, seen.answered,
         fmt::format("client {} had been told of it before it was sent", seen.client));
  if (std::next(shown) != places.end()) {
    After(*std::next(shown), seen.called,
          fmt::format("client {} was told that {} is the highest bid", seen.client, seen.amount));
  }
  return std::nullopt;
}

std::string Sentence(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text + ".";
}

// Moments in the order of the amounts, each as early as can be.
std::optional<std::string> FindImpossiblePlace(const std::vector<Place>& places) {
  int moment = std::numeric_limits<int>::min();
  const std::string* because = nullptr;
  for (const Place& place : places) {
    if (place.earliest > moment) {
      moment = place.earliest;
      because = &place.because_earliest;
    }
    if (moment > place.latest) return Sentence(*because + ", although " + place.because_latest);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> FindAuctionFlaw(const AuctionHistory& history) {
  std::vector<Place> places = AcceptedInOrder(history);
  if (auto flaw = FindTwoWinners(places)) return flaw;
  for (const Bid& bid : history.bids) {
    if (bid.accepted) continue;
    if (auto flaw = AddRejected(bid, places)) return flaw;
  }
  for (const BidSeen& seen : history.seen) {
    if (auto flaw = AddSeen(seen, places)) return flaw;
  }
  return FindImpossiblePlace(places);
}

}  // namespace checker
