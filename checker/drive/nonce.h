// A nonce is a fresh word in what a client says, so that its reply can be told from all others.
#pragma once

#include <string>
#include <string_view>

#include "checker/model/server_facts.h"

namespace checker {

// `text` with every "{nonce}" replaced.
std::string WithNonce(std::string text, const std::string& nonce);

// The nonce as a reply of that form holds it; "" for kNone.
std::string InForm(const std::string& nonce, NonceForm form);

// In which form the reply holds the nonce.
NonceForm FindNonce(std::string_view reply, const std::string& nonce);

// Dates, pids and counters differ from one reply to the next, and in how long they are: "client 9",
// "client 10" -> "client #".
std::string WithoutNumbers(std::string_view text);

}  // namespace checker
