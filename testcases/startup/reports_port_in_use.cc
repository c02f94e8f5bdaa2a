// bind() fails where somebody else has the port. Who does not look at its result goes on: listen()
// then picks any free port, and the server waits where no client will ever come.
#include "checker/check_api.h"

namespace checker {
namespace {

// Two starts: a port that listen() picks is another one each time.
Task<void> Exercise(Session& session) {
  const int port = session.facts().port;
  session.Count("port", port);
  session.SetPortPast({.kind = sandbox::PortPast::Kind::kTaken, .port = port});
  for (const char* label : {"first start", "second start"}) {
    co_await session.Relaunch();
    session.Note(EvidenceKind::kSocket, "somebody else holds port " + std::to_string(port));
    session.Remember(label);
    session.Count(label, session.start() == Start::kListening ? session.facts().port : 0);
    session.Count(std::string(label) + " announced",
                  CountOf(session.output(), std::to_string(session.facts().port)));
    if (session.start() != Start::kListening) co_return;
  }
}

Verdict JudgeOtherPort(const Evidence& evidence, const std::string& taken) {
  const std::int64_t first = evidence.Number("first start");
  if (evidence.Number("first start announced") > 0) {
    return Pass(taken + ", and it says that it listens on " + std::to_string(first) + " instead.");
  }
  if (!evidence.Has("second start"))
    return Unresolved(taken + ", and it took port " + std::to_string(first) + ".");
  const std::int64_t second = evidence.Number("second start");
  if (second == first) {
    // Always the same one: it was chosen, and what it printed may be in a buffer still.
    return Unresolved(taken + ". It listens on port " + std::to_string(first) +
                      " instead, and has not printed that yet.");
  }
  Verdict verdict = Fail(taken + ". It goes on all the same and listens on a random port, " +
                         std::to_string(first) + ", at the next start " + std::to_string(second) +
                         ", and tells nobody.");
  verdict.expected = "a message and the end, or a port that is announced";
  verdict.actual = "listens on port " + std::to_string(first);
  return verdict;
}

Verdict JudgeEnd(const Observation& seen, const std::string& taken) {
  if (!seen.end_status) return Pass(taken + ", and it ends.");
  const int signal = *seen.end_status & 0x7f;
  if (signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE || signal == SIGILL) {
    return Fail(taken + ", and it " + DescribeEnd(*seen.end_status) + ".", Proof::kEvent);
  }
  Verdict verdict = Pass(taken + ", and it " + DescribeEnd(*seen.end_status) + ".");
  verdict.proof = Proof::kEvent;
  if (*seen.end_status == 0)
    verdict.notes.push_back("Status 0 means success: exit(1) would say that it could not start.");
  if (seen.output_tail.empty())
    verdict.notes.push_back("It printed nothing: perror(\"bind\") would say why it ends.");
  return verdict;
}

Verdict Judge(const Evidence& evidence) {
  const std::string taken =
      "Port " + std::to_string(evidence.Number("port")) + " was held by somebody else";
  const Observation& seen = evidence.At("first start");
  if (!seen.listeners.empty()) return JudgeOtherPort(evidence, taken);
  if (!seen.alive) return JudgeEnd(seen, taken);
  if (seen.settled == Settled::kWaking)
    return Pass(taken + ", and it tries again and again: " + DescribeTasks(seen) + ".");
  if (!seen.Decided())
    return Unresolved(taken + ". It neither listens nor ends so far: " + DescribeTasks(seen) + ".");
  Verdict verdict = Pass(taken + ", and it does not listen anywhere.");
  verdict.notes.push_back("It neither ends nor listens: " + DescribeTasks(seen) + ".");
  return verdict;
}

const Check kCheck{
    .id = "startup/reports_port_in_use",
    .title = "reports a port that is in use",
    .requirement =
        "Where the port is taken, the server MUST not end up listening on a port that it did not "
        "announce.",
    .see = {"bind(2)", "perror(3)"},
    .hint = "if (bind(...) == -1) { perror(\"bind\"); exit(1); }",
    .needs = {Need::kPortOfItsOwn},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"startup/listens_on_expected_port"},
    .suspect = Suspect::kBind,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
