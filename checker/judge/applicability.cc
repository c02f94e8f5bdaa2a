#include "checker/judge/applicability.h"

#include <algorithm>

#include "checker/judge/dialogue_needs.h"
#include "checker/model/catalogue.h"

namespace checker {
namespace {

std::optional<std::string> MissingInExchange(Need need, const Exchange& exchange) {
  switch (need) {
    case Need::kHeldClient:
      if (exchange.greets_and_closes) {
        return exchange.greeting.empty()
                   ? "the server closes each connection at once: no client can be held"
                   : "the server speaks and closes: no client can be held";
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
    case Need::kEcho:
      if (exchange.reply != Reply::kEcho && exchange.reply != Reply::kUpper)
        return "the server does not echo";
      return std::nullopt;
    case Need::kOperator:
      if (!exchange.operator_types) return "nobody types at this server's terminal";
      return std::nullopt;
    case Need::kHttp:
    case Need::kHttpFiles:
      if (exchange.reply != Reply::kHttp) return "the server does not speak HTTP";
      return std::nullopt;
    default: return std::nullopt;
  }
}

// What clients share an assignment says; that they hear each other is found out.
std::optional<std::string> MissingInSharedState(Need need, const ServerFacts& facts) {
  const auto& shared = facts.shared_state;
  switch (need) {
    case Need::kOwnDialogue:
      if (shared) return "clients share a state on purpose";
      if (facts.passes_words_on)
        return "the server passes on what clients say to the others, as a chat does";
      return std::nullopt;
    case Need::kChatRoom:
      if (!shared || !shared->chat_room) return "the assignment describes no chat room";
      return std::nullopt;
    case Need::kAuction:
      if (!shared || !shared->auction) return "the assignment describes no auction";
      return std::nullopt;
    default: return std::nullopt;
  }
}

std::optional<std::string> MissingNeed(Need need, const ServerFacts& facts) {
  if (auto missing = MissingAtStart(need, facts)) return missing;
  if (auto missing = MissingInSharedState(need, facts)) return missing;
  if (!facts.exchange) return std::nullopt;  // nothing is known that would speak against it
  if (auto missing = MissingInDialogue(need, *facts.exchange)) return missing;
  return MissingInExchange(need, *facts.exchange);
}

// Nobody is asked for a web server but by an assignment, or by what the server itself shows.
std::optional<std::string> NoWebServer(Need need, const ServerFacts& facts,
                                       const Assignment& assignment) {
  if (!assignment.is_auto || (need != Need::kHttp && need != Need::kHttpFiles)) return std::nullopt;
  if (!facts.exchange) return "nothing is known of the dialogue";
  const bool serves = facts.site && facts.site->served;
  if (need == Need::kHttpFiles && !serves)
    return "none of the files beside the server could be got from it";
  return std::nullopt;
}

// A check drives a server or a client; what is about the build fits both.
std::optional<std::string> WrongRole(const Check& check, const Assignment& assignment) {
  if (assignment.role == Role::kClient && check.exercise != nullptr)
    return "a client is handed in, not a server";
  if (assignment.role == Role::kServer && check.exercise_client != nullptr) {
    return "a server is handed in, not a client";
  }
  return std::nullopt;
}

std::optional<std::string> WrongDesign(const Check& check, Design design) {
  const auto& designs = check.applies_to;
  if (designs.empty() || std::find(designs.begin(), designs.end(), design) != designs.end())
    return std::nullopt;
  std::string wanted;
  for (const Design applies : designs)
    wanted += (wanted.empty() ? "" : " or ") + std::string(Name(applies));
  return "the design is " + std::string(Name(design)) + ", not " + wanted;
}

bool DemandsNothing(const Check& check, const Assignment& assignment) {
  return check.id == "concurrency/has_demanded_design" && !assignment.design;
}

}  // namespace

std::optional<std::string> NotApplicableBecause(const Check& check, const ServerFacts& facts,
                                                const Assignment& assignment) {
  if (auto wrong = WrongRole(check, assignment)) return wrong;
  if (DemandsNothing(check, assignment)) return "the assignment demands no design";
  if (auto wrong = WrongDesign(check, facts.design)) return wrong;
  for (const Need need : check.needs) {
    if (auto missing = MissingNeed(need, facts)) return missing;
    if (auto missing = NoWebServer(need, facts, assignment)) return missing;
  }
  if (WeightOf(assignment, check.id).mode == CheckWeight::Mode::kOff)
    return "the assignment rules it out";
  return std::nullopt;
}

Assignment WithoutImpossibleChecks(Assignment assignment) {
  ServerFacts asked_for;
  asked_for.exchange = assignment.exchange;
  asked_for.shared_state = assignment.shared_state;
  const auto impossible = [&](const Check& check) {
    if (WrongRole(check, assignment) || DemandsNothing(check, assignment)) return true;
    if (assignment.design && WrongDesign(check, *assignment.design)) return true;
    return std::any_of(check.needs.begin(), check.needs.end(),
                       [&](Need need) { return MissingNeed(need, asked_for).has_value(); });
  };
  if (assignment.is_auto) return assignment;
  for (const Check* check : Catalogue()) {
    if (impossible(*check)) assignment.checks[check->id] = {CheckWeight::Mode::kOff};
  }
  return assignment;
}

}  // namespace checker
