// A server that loses one descriptor per client works all afternoon and stops in the night, when it
// reaches its limit.
#include <map>

#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kClients = 8;
constexpr int kFewClients = 3;  // where each has to wait until the one before has been slept over

Task<void> Serve(Session& session, int count) {
  co_await session.ServeClients(count);
  co_await session.Rest();
}

Task<void> Exercise(Session& session) {
  const auto limit = session.facts().ends_after_clients;
  const bool waits_in_turn =
      session.facts().SleepsLong() && !session.facts().HandlesClientsSideBySide();
  const int most = waits_in_turn ? kFewClients : kClients;
  const int count = limit ? std::min(most, (*limit - 2) / 3) : most;
  session.Count("n", count);
  // The first client may open a log file, start a helper, fill a cache.
  co_await Serve(session, 1);
  session.Remember("after 1");
  co_await Serve(session, count);
  session.Remember("after n");
  if (!session.Seen().alive) co_return;
  co_await Serve(session, 2 * count);
  session.Remember("after 3n");
}

std::map<int, int> CountByPid(const Observation& seen) {
  std::map<int, int> counts;
  for (const DescriptorSeen& descriptor : seen.descriptors) ++counts[descriptor.pid];
  return counts;
}

Verdict Judge(const Evidence& evidence) {
  const auto n = static_cast<int>(evidence.Number("n"));
  if (n < 2) return Untested("The server ends by itself after too few clients to judge this.");
  if (!evidence.Has("after 3n") || !evidence.At("after 3n").alive) {
    return Untested("The server ended before " + Plural(3 * n + 1, "client") + " had been served.");
  }
  const auto first = CountByPid(evidence.At("after n"));
  const Observation& seen = evidence.At("after 3n");
  const auto last = CountByPid(seen);
  bool grew = false;
  int in_all = 0;
  for (const auto& [pid, count] : last) {
    const auto before = first.find(pid);
    if (before == first.end()) continue;
    const int growth = count - before->second;
    if (growth >= n) {
      Verdict verdict =
          Fail("pid " + std::to_string(pid) + " holds " + std::to_string(before->second) +
               " descriptors after " + std::to_string(n + 1) + " clients and " +
               std::to_string(count) + " after " + std::to_string(3 * n + 1) + ".");
      verdict.expected = "the same number";
      verdict.actual = std::to_string(growth) + " more";
      return verdict;
    }
    grew = grew || growth > 0;
    in_all += growth;
  }
  // Several that accept share the clients between them.
  if (in_all >= n) {
    return Fail("The " + std::to_string(last.size()) + " processes of the server hold " +
                std::to_string(in_all) + " descriptors more after " + std::to_string(3 * n + 1) +
                " clients than after " + std::to_string(n + 1) + ".");
  }
  if (grew) return Unresolved("The number of descriptors grew, but not by one for each client.");
  if (!seen.Decided()) {
    return Unresolved("The server did not come to rest.");
  }
  return Pass("After " + std::to_string(n + 1) + " and after " + std::to_string(3 * n + 1) +
              " clients the server holds the same number of descriptors.");
}

const Check kCheck{
    .id = "descriptors/count_returns_to_baseline",
    .title = "descriptor count does not grow",
    .requirement = "Descriptors MUST not grow with clients.",
    .see = {"close(2)", "proc_pid_fd(5)"},
    .hint =
        "Every accept() needs its close(), on every path: also where recv() failed, also in the "
        "parent.",
    .after = {"exchange/serves_clients_one_after_another"},
    .root_causes = {"descriptors/parent_closes_connected_socket", "processes/child_never_accepts",
                    "robustness/stops_work_when_client_leaves"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
