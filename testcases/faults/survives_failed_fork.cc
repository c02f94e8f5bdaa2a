// fork() fails when there are too many processes, and returns -1. That is neither the child's 0 nor
// anybody's pid, and the listening process must still be one when the lack is over.
#include "checker/check_api.h"

namespace checker {
namespace {

constexpr const char* kFailed = "fork failed";

// For all that live now: `soft` more processes or none. The number of those that could be limited.
int LimitProcesses(Session& session, std::uint64_t soft) {
  int limited = 0;
  const std::vector<int> pids = session.Seen().LivePids();
  for (const int pid : pids) limited += LimitProcess(session, pid, RLIMIT_NPROC, soft) ? 1 : 0;
  return limited;
}

Task<void> Exercise(Session& session) {
  co_await StartAfresh(session, kFailed);
  session.Trace();
  session.Count("limited", LimitProcesses(session, 0));
  const int client = co_await session.Connect();
  co_await session.Converse(client, "without a child");
  co_await session.RestAndType("while fork fails");
  co_await session.HangUp(client);
  session.Count("births", static_cast<std::int64_t>(session.births().size()));
  if (session.Seen().alive) LimitProcesses(session, kAsMuchAsAllowed);
  const bool survived = co_await SeeAftermath(session, kFailed);
  if (!survived) co_await SeeControl(session);
}

// By exit(), without having been the child's part first: -1 was taken for what it is.
bool EndedOnPurpose(const Evidence& evidence) {
  const Observation& after = evidence.At(kFailed);
  const bool by_exit = !after.alive && after.end_status && (*after.end_status & 0x7f) == 0;
  return by_exit && !evidence.Exchange("without a child").Ok();
}

Verdict Judge(const Evidence& evidence) {
  const std::string label(kFailed);
  const Observation& idle = evidence.At(label + ": idle");
  const Observation& during = evidence.At("while fork fails");
  if (evidence.Number("limited") == 0) {
    return Unsupported(
        "fork() cannot be made to fail here: the limit on processes of a running server cannot be "
        "set.");
  }
  if (evidence.Number("births") > 0 || !BornSince(idle, during).empty()) {
    return Unsupported(
        "fork() cannot be made to fail here: the limit on processes does not hold for the server's "
        "user.");
  }
  if (EndedOnPurpose(evidence)) {
    Verdict verdict =
        Pass("fork() failed (EAGAIN) for one client, and the server said so and ended.");
    verdict.notes.push_back("It need not end: that one client is lost, the next may be served.");
    return verdict;
  }
  if (auto verdict = JudgeAftermath(evidence, kFailed, "fork() had failed (EAGAIN) for one client"))
    return *verdict;
  Verdict verdict =
      Pass("fork() failed (EAGAIN) for one client; the server went on, and served the next.");
  const int client = evidence.Exchange("without a child").client;
  if (during.AtRest() && !during.Holders(client).empty() &&
      !evidence.Exchange("without a child").Ok()) {
    verdict.notes.push_back(
        "The client for which fork() failed is left without a word: close its socket.");
  }
  return verdict;
}

const Check kCheck{
    .id = "faults/survives_failed_fork",
    .title = "survives a failed fork",
    .requirement =
        "When fork() fails, the server MUST not treat -1 as a pid, nor end up serving inside the "
        "listening process "
        "for good.",
    .see = {"fork(2)"},
    .hint =
        "Look at all three answers of fork(): -1 (say so, close the client's socket, go on), 0 "
        "(the child), a pid (the "
        "parent).",
    .applies_to = {Design::kFork},
    .after = {"exchange/serves_clients_one_after_another"},
    .root_causes = {"processes/keeps_accepting_after_child_exits"},
    .suspect = Suspect::kFork,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
