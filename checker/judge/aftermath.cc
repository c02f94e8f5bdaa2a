#include "checker/judge/aftermath.h"

#include <sys/wait.h>

#include <algorithm>
#include <csignal>

#include "checker/judge/sentences.h"

namespace checker {
namespace {

// A handler accepted the client and waits for it or for the person who types: where lines go astray
// no more can be asked. Nor where the client before has left the person so much to answer that this
// one is still waiting.
bool IsInOperatorsHands(const ExchangeSeen& exchange, const ServerFacts& server) {
  const bool typed = server.exchange && server.exchange->operator_types;
  const Observation& after = exchange.after;
  return typed && after.alive && (after.WasAccepted(exchange.client) || after.AsksOperator());
}

std::optional<Verdict> JudgeNext(const Evidence& evidence, const std::string& label,
                                 const std::string& misfortune) {
  const std::string next = label + ": next";
  if (!evidence.Has(next)) return Unresolved("The next client was not tried.");
  const ExchangeSeen& exchange = evidence.Exchange(next);
  if (IsInOperatorsHands(exchange, evidence.server)) return std::nullopt;
  return FailUnlessServed(exchange, "The next client", "after " + misfortune);
}

// Workers that were there before any client and are there no more, beyond those that were born in
// their place.
std::size_t WorkersLost(const Evidence& evidence, const std::string& label) {
  if (evidence.server.design != Design::kPrefork) return 0;
  const std::size_t before = evidence.At(label + ": idle").LivePids().size();
  const std::size_t after = evidence.At(label).LivePids().size();
  return before > after ? before - after : 0;
}

std::optional<Verdict> JudgeWithoutControl(const Evidence& evidence, const std::string& label,
                                           const std::string& misfortune) {
  const Observation& seen = evidence.At(label);
  if (!seen.alive) {
    const std::string how = seen.end_status ? DescribeEnd(*seen.end_status) : "ended";
    return Fail("The whole server " + how + " after " + misfortune + ".", Proof::kEvent);
  }
  if (seen.listeners.empty()) {
    return Fail("Nobody listens any more after " + misfortune + ": " + DescribeTasks(seen) + ".");
  }
  if (auto failed = JudgeNext(evidence, label, misfortune)) return failed;
  if (const std::size_t lost = WorkersLost(evidence, label); lost > 0) {
    return Fail("The server has " + Plural(static_cast<std::int64_t>(lost), "worker") +
                " less after " + misfortune +
                ", and nobody took the place: " + DescribeTasks(seen) + ".");
  }
  return std::nullopt;
}

}  // namespace

std::optional<Verdict> JudgeAftermath(const Evidence& evidence, const std::string& label,
                                      const std::string& misfortune) {
  if (!evidence.Has(label)) return std::nullopt;
  auto verdict = JudgeWithoutControl(evidence, label, misfortune);
  if (!verdict || verdict->outcome != Outcome::kFail) return verdict;
  if (!evidence.Has("control")) return Unresolved(verdict->rationale + " No control was made.");
  const auto control =
      JudgeWithoutControl(evidence, "control", "a client had talked and left in order");
  if (control) {
    return Untested("This cannot be told from what happens in good order. " + control->rationale);
  }
  verdict->notes.push_back(
      "A client that leaves in order does no such harm: the next one is then served.");
  return verdict;
}

bool IsCrash(int status) {
  if (!WIFSIGNALED(status)) return false;
  switch (WTERMSIG(status)) {
    case SIGSEGV:
    case SIGBUS:
    case SIGILL:
    case SIGFPE:
    case SIGABRT: return true;
    default: return false;
  }
}

std::optional<Verdict> FailIfCrashed(const Evidence& evidence, const std::string& label,
                                     const std::string& misfortune) {
  const bool whole_server = evidence.Has(label) && !evidence.At(label).alive;
  for (const ExitSeen& exit : evidence.exits) {
    if (!IsCrash(exit.exit_status)) continue;
    const std::string who = whole_server ? "The whole server" : "The client's handler";
    return Fail(who + " (pid " + std::to_string(exit.pid) + ") " + DescribeEnd(exit.exit_status) +
                    " after " + misfortune + ".",
                Proof::kEvent);
  }
  return std::nullopt;
}

bool SawEveryExit(const Evidence& evidence) {
  const Design design = evidence.server.design;
  if (design == Design::kThreads || design == Design::kThreadPool || design == Design::kEventLoop ||
      design == Design::kIterative) {
    return true;
  }
  return std::all_of(evidence.numbers.begin(), evidence.numbers.end(), [](const auto& number) {
    return number.first != "traced" || number.second == 1;
  });
}

}  // namespace checker
