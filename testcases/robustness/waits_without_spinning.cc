// accept(), recv(), poll() and wait() sleep until something happens, and cost nothing meanwhile. A
// loop that asks again and again keeps a whole processor busy, and all other programs of the
// machine wait for it.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  co_await session.Rest("before its first client");
  if (session.Seen().settled == Settled::kSpinning) co_return;
  const int client = co_await session.Connect();
  co_await session.HearGreeting(client);
  co_await session.Rest("with a silent client");
  if (session.Seen().settled == Settled::kSpinning) co_return;
  co_await session.Converse(client, "");
  co_await session.Rest("with a client that has spoken");
  if (session.Seen().settled == Settled::kSpinning) co_return;
  co_await session.HangUp(client);
  co_await session.Rest("after a client");
}

std::optional<Verdict> JudgeMoment(const Evidence& evidence, const char* moment,
                                   const std::string& when) {
  if (!evidence.Has(moment)) return std::nullopt;
  const Observation& seen = evidence.At(moment);
  if (seen.settled == Settled::kSpinning) {
    return Fail("The server runs without end " + when + ": " + DescribeTasks(seen) + ".",
                Proof::kTimed);
  }
  if (seen.settled == Settled::kBackstop) {
    return Unresolved("The server did not come to rest " + when + ": " + DescribeTasks(seen) + ".");
  }
  return std::nullopt;
}

bool WakesUp(const Observation& seen) {
  return seen.settled == Settled::kPeriodic || seen.settled == Settled::kWaking;
}

Verdict Judge(const Evidence& evidence) {
  if (auto verdict = JudgeMoment(evidence, "before its first client", "before a client has come"))
    return *verdict;
  if (auto verdict = JudgeMoment(evidence, "with a silent client", "while its client is silent"))
    return *verdict;
  if (auto verdict = JudgeMoment(evidence, "with a client that has spoken",
                                 "once its client has been answered")) {
    return *verdict;
  }
  if (auto verdict = JudgeMoment(evidence, "after a client", "after its client has left"))
    return *verdict;
  const Observation& idle = evidence.At("before its first client");
  const Observation& after = evidence.At("after a client");
  Verdict verdict =
      Pass("While no client is active the server sleeps: " + DescribeTasks(idle) + ".");
  if (WakesUp(idle)) {
    verdict.notes.push_back(
        "It wakes up from time to time to look for clients; accept(), or poll() without a timeout, "
        "would wake it when one comes.");
  } else if (WakesUp(after)) {
    verdict.notes.push_back("Since its first client has left it wakes up from time to time: " +
                            DescribeTasks(after) + ".");
  }
  return verdict;
}

const Check kCheck{
    .id = "robustness/waits_without_spinning",
    .title = "waits without spinning",
    .requirement = "With no client active the server MUST use no processor time.",
    .see = {"accept(2)", "poll(2)", "wait(2)"},
    .hint =
        "Let the call wait: no O_NONBLOCK without poll(), no WNOHANG in a loop of its own, no "
        "timeout of 0.",
    .after = {"startup/listens_for_connections"},
    .root_causes = {"robustness/stops_work_when_client_leaves",
                    "processes/child_exits_after_its_client_leaves",
                    "processes/child_never_accepts", "processes/keeps_accepting_after_child_exits"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
