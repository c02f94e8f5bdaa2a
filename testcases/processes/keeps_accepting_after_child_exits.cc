// SIGCHLD interrupts accept(), which then returns -1 with errno EINTR. A server that takes every -1
// for the end of the world stops when its first child does.
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
}

Verdict Judge(const Evidence& evidence) {
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
