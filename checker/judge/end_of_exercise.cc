#include "checker/judge/end_of_exercise.h"

#include <algorithm>

#include "checker/judge/sentences.h"

namespace checker {
namespace {

const Observation* LastSeen(const Evidence& evidence) {
  const Observation* last = nullptr;
  for (const Moment& moment : evidence.moments) {
    if (last == nullptr || moment.seen.at_ms >= last->at_ms) last = &moment.seen;
  }
  for (const ExchangeSeen& exchange : evidence.exchanges) {
    if (last == nullptr || exchange.after.at_ms >= last->at_ms) last = &exchange.after;
  }
  return last;
}

}  // namespace

std::vector<EvidenceLine> EvidenceForReport(const Evidence& evidence, Outcome outcome) {
  constexpr std::size_t kMostLines = 60;
  std::vector<EvidenceLine> lines = evidence.lines;
  const Observation* last = LastSeen(evidence);
  if (outcome != Outcome::kPass && last != nullptr) {
    if (lines.size() > kMostLines / 2) lines.erase(lines.begin(), lines.end() - kMostLines / 2);
    const std::vector<EvidenceLine> seen = Lines(*last);
    lines.insert(lines.end(), seen.begin(), seen.end());
  }
  if (lines.size() > kMostLines) lines.resize(kMostLines);
  return lines;
}

void ExcuseIntendedEnd(const Evidence& evidence, const Check& check, Verdict* verdict) {
  const auto& ends = evidence.server.ends_after_clients;
  const bool bad = verdict->outcome == Outcome::kFail || verdict->outcome == Outcome::kUnresolved;
  if (!ends || *ends < 2 || !bad) return;
  if (check.id == kServesInTurn) return;
  const Observation* last = LastSeen(evidence);
  if (last == nullptr) return;
  const bool over = !last->alive || last->listeners.empty();
  const bool by_itself = !last->end_status || (*last->end_status & 0x7f) == 0;
  if (over && by_itself && static_cast<int>(last->clients.size()) >= *ends) {
    *verdict = Untested("The server ends by itself after " + Plural(*ends, "client") +
                        ", and this needs more.");
  }
}

bool GaveUpOnAClient(const Evidence& evidence) {
  const Observation* last = LastSeen(evidence);
  if (last == nullptr) return false;
  return std::any_of(last->clients.begin(), last->clients.end(),
                     [&evidence](const ClientSeen& client) {
                       const bool was_served =
                           std::any_of(evidence.exchanges.begin(), evidence.exchanges.end(),
                                       [&client](const ExchangeSeen& exchange) {
                                         return exchange.client == client.client && exchange.Ok();
                                       });
                       return (client.eof || client.reset) && !was_served;
                     });
}

}  // namespace checker
