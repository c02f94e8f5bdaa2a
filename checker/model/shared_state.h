// What clients of one server share on purpose, and the words by which they do. Only an assignment
// can say it.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace checker {

// What one member says reaches every other member.
struct ChatRoom {
  std::string join;  // what a new member says first, {nonce} its name; "" = nothing
  std::string say;   // one message, with {nonce}: "{nonce}\n"
  // whether the sender hears its own message too; none: as the server likes
  std::optional<bool> to_sender;
  bool one_order = false;  // all members hear all messages in the same order
};

// Whoever bids more than everybody before is told so, and everybody else the contrary.
struct Auction {
  std::string join;      // what a new bidder says first, {nonce} its name; "" = nothing
  std::string bid;       // with {amount}: "BID {amount}\n"
  std::string accepted;  // a word in the answer to a bid that is the highest now
  std::string rejected;  // a word in the answer to any other
  // asks for the highest bid: "HIGHEST\n"; its amount is the last number in the answer
  std::string ask;
};

// What a member of a chat room said, as it was recorded.
struct ChatMessage {
  int sender = 0;             // client
  std::string word;           // found nowhere else
  std::vector<int> audience;  // the members at that time, the sender among them
};

struct SharedState {
  std::optional<ChatRoom> chat_room;
  std::optional<Auction> auction;
};

}  // namespace checker
