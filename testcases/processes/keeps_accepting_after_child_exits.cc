// SIGCHLD interrupts accept(), which then returns -1 with errno EINTR. A server that takes every -1
// for the end of the world stops when its first child does.
#include <algorithm>
#include <set>

#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  co_await session.Rest("idle");
  const int client = co_await session.Connect();
  co_await session.HearGreeting(client);
  // The parent is back in accept() when the child ends: only there can the signal interrupt it.
  co_await session.Rest("the child lives");
  co_await session.Converse(client, "first");
  co_await session.HangUp(client);
  co_await session.Rest("the child has ended");
  if (!session.Seen().alive || session.Seen().listeners.empty()) co_return;
  const int next = co_await session.Connect();
  co_await session.Rest("the next has come");
  session.Count("next", next);
  if (session.WasAccepted(next)) co_await session.Converse(next, "next");
}

// Whether a child has ended at all: those that were seen may live on, and where the design is only
// guessed there may have been none.
std::optional<Verdict> UntestedUnlessChildEnded(const Evidence& evidence) {
  const Observation& before = evidence.At("the child lives");
  const Observation& ended = evidence.At("the child has ended");
  const std::set<int> children = BornSince(evidence.At("idle"), before);
  const bool one_has_ended = std::any_of(children.begin(), children.end(), [&](int pid) {
    const TaskSeen* task = ended.Task(pid);
    return task == nullptr || task->IsZombie();
  });
  if (!children.empty() && !one_has_ended)
    return Untested("The child did not end with its client: " + DescribeTasks(ended) + ".");
  if (children.empty() && evidence.server.design_confidence == Confidence::kGuessed)
    return Untested("No child was seen: " + DescribeTasks(ended) + ".");
  return std::nullopt;
}

// Accepted, and left without what the first client got.
std::optional<Verdict> FailIfNotServed(const Evidence& evidence) {
  const ExchangeSeen& first = evidence.Exchange("first");
  const ExchangeSeen& next = evidence.Exchange("next");
  const bool left_alone =
      next.served == Served::kClosed || (next.served == Served::kSilent && next.after.AtRest());
  if (first.served != Served::kReplied || !next.reply_is_certain || !left_alone)
    return std::nullopt;
  return Fail("Once its first child has ended the server accepts the next client, but " +
              std::string(next.served == Served::kClosed ? "closes its connection without a reply: "
                                                         : "does not answer it: ") +
              DescribeTasks(next.after) + ".");
}

Verdict JudgeAcceptance(const Evidence& evidence) {
  const Observation& before = evidence.At("the child lives");
  const Observation& ended = evidence.At("the child has ended");
  if (before.listeners.empty()) {
    return Untested("Nobody listened any more while the first client was still connected: " +
                    DescribeTasks(before) + ".");
  }
  const auto& status = ended.end_status;
  if (!ended.alive && status && (*status & 0x7f) != 0) {
    return Untested("The server " + DescribeEnd(*status) + " when its first client left.");
  }
  if (auto failed = FailIfEnded(ended, "when its first child had ended")) return *failed;
  if (ended.listeners.empty()) {
    return Fail("Nobody listens any more once the first child has ended: " + DescribeTasks(ended) +
                ".");
  }
  const Observation& next = evidence.At("the next has come");
  const auto client = static_cast<int>(evidence.Number("next"));
  if (next.WasAccepted(client)) {
    if (auto failed = FailIfNotServed(evidence)) return *failed;
    return Pass("The server went on accepting after its first child had ended.");
  }
  if (next.settled == Settled::kSpinning) {
    return Fail("Once the first child has ended the server runs without accepting: " +
                    DescribeTasks(next) + ", while " + DescribeConnection(next, client) + ".",
                Proof::kTimed);
  }
  if (!next.AtRest())
    return Unresolved("The server did not come to rest: " + DescribeTasks(next) + ".");
  return Fail("Once the first child has ended nobody accepts: " + DescribeTasks(next) + ", while " +
              DescribeConnection(next, client) + ".");
}

// A child that lives on is to blame for nothing that happens meanwhile.
Verdict Judge(const Evidence& evidence) {
  Verdict verdict = JudgeAcceptance(evidence);
  if (verdict.outcome != Outcome::kFail) return verdict;
  return UntestedUnlessChildEnded(evidence).value_or(std::move(verdict));
}

const Check kCheck{
    .id = "processes/keeps_accepting_after_child_exits",
    .title = "keeps accepting after a child exits",
    .requirement = "SIGCHLD MUST not end or break the accept loop.",
    .see = {"accept(2)", "sigaction(2)", "signal(7)"},
    .hint =
        "Install the handler with SA_RESTART, or continue the loop when accept() fails with errno "
        "== EINTR.",
    .applies_to = {Design::kFork},
    .after = {"startup/listens_for_connections"},
    .suspect = Suspect::kAccept,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
