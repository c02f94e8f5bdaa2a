// What a reply shows of the message that it answers. Pure functions of what was seen.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "checker/model/evidence.h"

namespace checker {

// Every byte of `wanted` stands in `text`, in this order, whatever stands between them.
bool HoldsInOrder(std::string_view text, std::string_view wanted);

// How many times `word` stands in `text`.
int CountOf(std::string_view text, std::string_view word);

// The reply with its nonce as "*" and every digit as "#": replies to messages that differ in their
// nonce alone look alike.
std::string Likeness(const ExchangeSeen& exchange, NonceForm form);

// The text of the message as the reply has to hold it: what was sent, in upper case where the
// server replies so.
std::string AsReplied(std::string sent, NonceForm form);

// The wait status of a process that died of a mistake in memory or arithmetic, or aborted: seen in
// its exit stop, as a zombie, or as the started process.
std::optional<int> CrashSeen(const Evidence& evidence, const Observation& seen);

}  // namespace checker
