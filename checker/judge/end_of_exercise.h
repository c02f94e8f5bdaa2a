// What the server's last moments in an exercise say, whatever was exercised.
#pragma once

#include <string_view>
#include <vector>

#include "checker/model/check.h"
#include "checker/model/evidence.h"

namespace checker {

inline constexpr std::string_view kServesInTurn = "exchange/serves_clients_one_after_another";

// What was noted on the way, and after a verdict that is no pass how the server stood at the end.
std::vector<EvidenceLine> EvidenceForReport(const Evidence& evidence, Outcome outcome);

// A server that ends by itself after k clients, as it was written to, is not to blame for having
// ended.
void ExcuseIntendedEnd(const Evidence& evidence, const Check& check, Verdict* verdict);

// The server ended a conversation of its own accord with a client that had not got what it came
// for.
bool GaveUpOnAClient(const Evidence& evidence);

}  // namespace checker
