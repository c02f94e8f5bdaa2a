// A thread that has ended keeps its stack until somebody joins it, unless it was detached: 8 MiB of
// addresses for each client.
#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kClients = 32;
constexpr int kFew = 4;                       // where each has to wait until the server has slept
constexpr std::int64_t kStackKib = 8 * 1024;  // what the box sets as RLIMIT_STACK
constexpr const char* kTimes[] = {"after n", "after 2n", "after 3n"};

Task<void> Exercise(Session& session) {
  const int clients = session.facts().pauses_between_clients ? kFew : kClients;
  session.Count("n", clients);
  for (const char* time : kTimes) {
    co_await session.ServeClients(clients);
    co_await session.Rest(time);
    CountMemory(session, time);
    if (!session.Seen().alive || session.Seen().Burns()) co_return;
  }
}

std::int64_t SizeOf(const Evidence& evidence, const char* time, int pid) {
  const std::string name = std::string(time) + ": size of " + std::to_string(pid);
  for (const auto& [known, value] : evidence.numbers) {
    if (known == name) return value;
  }
  return 0;
}

Verdict Judge(const Evidence& evidence) {
  const auto n = evidence.Number("n");
  if (!evidence.Has(kTimes[2]))
    return Untested("The server did not serve " + Plural(3 * n, "client") + " in turn.");
  const Observation& last = evidence.At(kTimes[2]);
  if (!last.alive)
    return Untested("The server ended before " + Plural(3 * n, "client") + " had been served.");
  if (!last.AtRest())
    return Unresolved("The server did not come to rest: " + DescribeTasks(last) + ".");
  const std::string times[] = {std::to_string(n), std::to_string(2 * n), std::to_string(3 * n)};
  for (const int pid : last.LivePids()) {
    const std::int64_t first = SizeOf(evidence, kTimes[0], pid);
    const std::int64_t second = SizeOf(evidence, kTimes[1], pid);
    const std::int64_t third = SizeOf(evidence, kTimes[2], pid);
    const std::int64_t stacks = n * kStackKib;
    if (first == 0 || second - first < stacks || third - second < stacks) continue;
    Verdict verdict = Fail("After each " + times[0] + " clients the stacks of " + times[0] +
                           " more threads are left: pid " + std::to_string(pid) + " has " +
                           std::to_string(first / 1024) + " MiB of addresses after " + times[0] +
                           " clients, " + std::to_string(second / 1024) + " after " + times[1] +
                           " and " + std::to_string(third / 1024) + " after " + times[2] + ".");
    verdict.expected = "the same size: the next thread uses the stack of one that has ended";
    return verdict;
  }
  return Pass("After " + times[0] + ", " + times[1] + " and " + times[2] +
              " clients in turn the server's size is the same but for less than a stack for each.");
}

const Check kCheck{
    .id = "threads/releases_finished_threads",
    .title = "releases finished threads",
    .requirement = "Finished threads MUST be joined or detached.",
    .see = {"pthread_detach(3)", "pthread_join(3)"},
    .hint =
        "pthread_detach(thread) right after pthread_create(), unless somebody calls "
        "pthread_join().",
    .applies_to = {Design::kThreads},
    .after = {"exchange/serves_clients_one_after_another"},
    .root_causes = {"threads/ends_after_its_client_leaves", "descriptors/count_returns_to_baseline",
                    "robustness/stops_work_when_client_leaves"},
    .suspect = Suspect::kThreadStart,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
