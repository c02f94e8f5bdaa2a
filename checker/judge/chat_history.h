// What members of a chat room said and heard, and whether the room kept its promises. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checker/model/evidence.h"
#include "checker/model/shared_state.h"

namespace checker {

struct ChatHistory {
  std::vector<ChatMessage> said;     // those of one sender in the order in which they were sent
  std::map<int, std::string> heard;  // by client: all that it received
};

// What was heard is what clients had received at the last moment of the evidence.
ChatHistory ChatHistoryOf(const Evidence& evidence);

// The smallest counterexample that there is, as a sentence: a message that somebody did not hear or
// heard twice; two messages of one sender in the wrong order; two messages that two members heard
// in different orders. nullopt: the room is right.
std::optional<std::string> FindChatFlaw(const ChatHistory& history, const ChatRoom& rules);

}  // namespace checker
