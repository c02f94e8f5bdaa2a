// A server that forgets to free a little for each client works in the lab, and is killed after a
// week.
#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kClients = 16;
constexpr int kFew = 4;  // where each has to wait until the server has slept
// Less than this for each client is noise: pages, and the steps in which a heap grows.
constexpr std::int64_t kDirtyKib = 1;
constexpr std::int64_t kDataKib = 16;
constexpr std::int64_t kNoiseKib = 16;  // however few they are

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

std::optional<std::int64_t> Find(const Evidence& evidence, const std::string& name) {
  for (const auto& [known, value] : evidence.numbers) {
    if (known == name) return value;
  }
  return std::nullopt;
}

// A fail if this kind of memory grew by at least `least` KiB for each client, between all three
// times.
std::optional<Verdict> FailIfGrew(const Evidence& evidence, const std::string& kind, int pid,
                                  std::int64_t least) {
  const std::string of = ": " + kind + " of " + std::to_string(pid);
  const auto first = Find(evidence, kTimes[0] + of);
  const auto second = Find(evidence, kTimes[1] + of);
  const auto third = Find(evidence, kTimes[2] + of);
  if (!first || !second || !third) return std::nullopt;
  const auto n = evidence.Number("n");
  const std::int64_t step = std::max(least * n, kNoiseKib);
  const bool grew = *second - *first >= step && *third - *second >= step;
  if (!grew) return std::nullopt;
  Verdict verdict =
      Fail("pid " + std::to_string(pid) + " has " + std::to_string(*first) +
           " KiB of memory after " + std::to_string(n) + " clients that came and went in turn, " +
           std::to_string(*second) + " KiB after " + std::to_string(2 * n) + " and " +
           std::to_string(*third) + " KiB after " + std::to_string(3 * n) + ".");
  verdict.expected = "the same amount";
  verdict.actual = std::to_string((*third - *first) / (2 * n)) + " KiB more for each client";
  return verdict;
}

Verdict Judge(const Evidence& evidence) {
  const auto n = evidence.Number("n");
  const Observation& first = evidence.At(kTimes[0]);
  if (first.Burns())
    return Untested("Handlers of clients that have left still run: " + DescribeTasks(first) + ".");
  if (!evidence.Has(kTimes[2]) || !evidence.At(kTimes[2]).alive) {
    return Untested("The server ended before " + Plural(3 * n, "client") + " had been served.");
  }
  const Observation& last = evidence.At(kTimes[2]);
  if (!last.AtRest())
    return Unresolved("The server did not come to rest: " + DescribeTasks(last) + ".");
  for (const int pid : last.LivePids()) {
    if (auto grew = FailIfGrew(evidence, "data", pid, kDataKib)) return *grew;
    if (auto grew = FailIfGrew(evidence, "dirty", pid, kDirtyKib)) return *grew;
  }
  return Pass("The server's memory did not grow with " + Plural(3 * n, "client") + " in turn.");
}

const Check kCheck{
    .id = "robustness/memory_stays_bounded",
    .title = "memory stays bounded",
    .level = Level::kShould,
    .requirement =
        "Memory after 3n clients SHOULD not exceed that after n by a constant for each client.",
    .see = {"free(3)", "pthread_detach(3)"},
    .hint =
        "For each malloc() that a handler makes there is one free(), on every way out of it; "
        "threads are joined or "
        "detached.",
    .after = {"exchange/serves_clients_one_after_another"},
    .root_causes = {"threads/releases_finished_threads", "threads/ends_after_its_client_leaves",
                    "processes/child_exits_after_its_client_leaves",
                    "descriptors/count_returns_to_baseline",
                    "robustness/stops_work_when_client_leaves"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
