// Threads share all memory: what two of them use at the same time, and one of them writes, needs a
// lock or an atomic. A program that was built with ThreadSanitizer says where it has neither, also
// when nothing went wrong this time.
#include <unistd.h>

#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kClients = 6;
constexpr int kRounds = 2;

constexpr const char* kHeard = "heard";

// Somebody has read what this client said.
bool WasHeard(Served served) {
  return served == Served::kReplied || served == Served::kTaken || served == Served::kWrongReply ||
         served == Served::kClosed;
}

Task<void> Exercise(Session& session) {
  co_await session.Rest("idle");
  const int count = std::min(kClients, session.clients_to_hold());
  for (int round = 0; round < kRounds; ++round) {
    const std::vector<int> clients = co_await session.ConnectMany(count);
    for (const int client : clients) session.SayAtOnce(client);
    for (const int client : clients) {
      const Served served = co_await session.HearReply(client, "");
      if (WasHeard(served)) session.Count(kHeard, client);
    }
    // No wait for rest here: the sanitizer's own thread never rests.
    co_await session.LeaveAll();
    if (!session.Seen().alive || session.Seen().Burns()) break;
  }
  // Whoever has found something may still be writing it down.
  co_await session.Until([](const Look& look) { return IsIdleWithSleepers(look); });
}

// A pipe, a pair of sockets or an eventfd by which threads may tell each other that something is
// done: the program is run without regard for that order, so that what looks like a race may be
// none.
bool ThreadsMayTellEachOther(const Observation& idle) {
  return std::any_of(
      idle.descriptors.begin(), idle.descriptors.end(), [](const DescriptorSeen& seen) {
        const Target::Kind kind = seen.target.kind;
        const bool telling = kind == Target::Kind::kPipe || kind == Target::Kind::kOtherSocket ||
                             seen.target.link.find("eventfd") != std::string::npos;
        return seen.fd > STDERR_FILENO && telling;
      });
}

Verdict Judge(const Evidence& evidence) {
  const auto findings = ReadSanitizerReports(evidence.errors, Instrumentation::kRaces);
  const bool somebody_was_heard =
      std::any_of(evidence.numbers.begin(), evidence.numbers.end(),
                  [](const auto& number) { return number.first == kHeard; });
  if (findings.empty() && !somebody_was_heard)
    return Untested("Built with ThreadSanitizer the server heard none of its clients.");
  if (findings.empty()) return Pass("ThreadSanitizer saw no data race in the program's own code.");
  if (evidence.Has("idle") && ThreadsMayTellEachOther(evidence.At("idle"))) {
    return Unresolved(
        "ThreadSanitizer reports a " + findings.front().Text() +
        ", but the threads may tell each other through a pipe or socket when it is done.");
  }
  Verdict verdict =
      Fail("ThreadSanitizer reports a " + findings.front().Text() + ".", Proof::kEvent);
  verdict.source = SourceLine{findings.front().file, findings.front().line};
  for (std::size_t i = 1; i < std::min<std::size_t>(findings.size(), 5); ++i) {
    verdict.notes.push_back("Also: " + findings[i].Text() + ".");
  }
  return verdict;
}

const Check kCheck{
    .id = "threads/has_no_data_races",
    .title = "has no data races",
    .requirement =
        "Under ThreadSanitizer and concurrent clients the server MUST have no race on ordinary "
        "data in its own code.",
    .see = {"pthread_mutex_lock(3p)", "gcc(1)"},
    .hint =
        "Build it with gcc -g -pthread -fsanitize=thread and talk to it with two clients: the "
        "report names both lines. Guard "
        "what threads share with pthread_mutex_lock(), or keep it on each thread's own stack.",
    .applies_to = {Design::kThreads, Design::kThreadPool},
    .needs = {Need::kHeldClient},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"threads/receives_its_own_socket", "concurrency/keeps_clients_apart",
                    "isolation/client_state_stays_private"},
    .instrumentation = Instrumentation::kRaces,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
