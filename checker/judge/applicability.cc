#include "checker/judge/applicability.h"

#include <algorithm>

namespace checker {
namespace {

std::optional<std::string> MissingNeed(Need need, const ServerFacts& facts) {
  if (!facts.exchange) return std::nullopt;  // nothing is known that would speak against it
  const Exchange& exchange = *facts.exchange;
  switch (need) {
    case Need::kHeldClient:
      if (exchange.greets_and_closes) {
        return "the server speaks and closes: no client can be held";
      }
      return std::nullopt;
    case Need::kReply:
      if (!exchange.HasReply()) return "nothing that was tried brought a reply";
      return std::nullopt;
    case Need::kNonceReply:
      if (!exchange.ReturnsNonce()) return "what a client said cannot be found in the reply";
      return std::nullopt;
    case Need::kClientSpeaks:
      if (exchange.parts.empty()) return "the client says nothing in this dialogue";
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> NotApplicableBecause(const Check& check, const ServerFacts& facts,
                                                const Assignment& assignment) {
  if (check.id == "concurrency/has_demanded_design" && !assignment.design) {
    return "the assignment demands no design";
  }
  const auto& designs = check.applies_to;
  if (!designs.empty() && std::find(designs.begin(), designs.end(), facts.design) == designs.end()) {
    std::string wanted;
    for (const Design design : designs) wanted += (wanted.empty() ? "" : " or ") + std::string(Name(design));
    return "the design is " + std::string(Name(facts.design)) + ", not " + wanted;
  }
  for (const Need need : check.needs) {
    if (auto missing = MissingNeed(need, facts)) return missing;
  }
  return std::nullopt;
}

}  // namespace checker
