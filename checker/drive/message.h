// What a client says in the learnt dialogue, other than Session::Say has it.
#pragma once

#include <string>

#include "checker/drive/session.h"

namespace checker {

// The message with `text` where otherwise the nonce stands; framed as far as that is known. A
// dialogue without a nonce: the text and the end of its message.
std::string MessageWith(const ServerFacts& facts, const std::string& text);

// Says this client's part of the dialogue, with a fresh nonce, and does not listen.
Task<void> SayWithoutListening(Session& session, int client);

}  // namespace checker
