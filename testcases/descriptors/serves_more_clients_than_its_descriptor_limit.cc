// A process has a limited number of descriptors. Who closes what it opens serves any number of
// clients one after another; who loses one per client stops at the limit. Here the limit is made
// small, so that this need not be waited for.
#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kSpare = 8;
constexpr int kTimes = 4;  // as many clients as there are descriptors to spare
constexpr int kMostClients = 256;

Task<void> Exercise(Session& session) {
  // The first client may open a log file, start a helper, fill a cache.
  const int first = co_await session.Connect();
  co_await session.Converse(first, "");
  co_await session.Leave(first);
  co_await session.Rest("idle");
  const Observation idle = session.Seen();
  int limited = 0;
  int spare = kSpare;
  for (const int pid : idle.LivePids()) {
    int highest = 0;
    for (const DescriptorSeen& seen : idle.descriptors)
      highest = seen.pid == pid ? std::max(highest, seen.fd) : highest;
    const int limit = std::max(highest + 1 + kSpare, LargestPoll(idle, pid));
    spare = std::max(spare, limit - highest - 1);
    limited += LimitProcess(session, pid, RLIMIT_NOFILE, static_cast<std::uint64_t>(limit)) ? 1 : 0;
  }
  session.Count("limited", limited);
  session.Count("spare", spare);
  const int clients = session.facts().SleepsLong() || spare > kSpare ? spare + 2 : kTimes * kSpare;
  int served = 0;
  for (; served < clients && clients <= kMostClients && limited > 0; ++served) {
    const int client = co_await session.Connect();
    const Served how = co_await session.Converse(client, "the last client");
    if (how != Served::kReplied && how != Served::kTaken) break;
    co_await session.Leave(client);
  }
  session.Count("served", served);
}

Verdict Judge(const Evidence& evidence) {
  if (evidence.Number("limited") == 0) {
    return Unsupported("The limit on descriptors of a running server cannot be set here.");
  }
  const auto served = evidence.Number("served");
  const auto spare = evidence.Number("spare");
  if (evidence.exchanges.empty()) {
    return Untested("The server polls so many descriptors that a limit would stop poll() itself.");
  }
  const std::string when = "when " + Plural(served, "client") + " had been served with " +
                           std::to_string(spare) + " descriptors to spare";
  const ExchangeSeen& last = evidence.exchanges.back();
  // Beside handlers that run on and on the one who accepts may have to wait for its turn.
  const bool in_time = last.after.AtRest() || last.served != Served::kNotAccepted;
  const bool is_known = last.served != Served::kUndecided && in_time;
  if (!is_known && evidence.server.spins_without_client) {
    return Untested("Handlers of clients that have left still run: " + DescribeTasks(last.after) +
                    ".");
  }
  if (auto failed = FailUnlessServed(last, "The next client", when)) {
    const bool typed = evidence.server.exchange && evidence.server.exchange->operator_types;
    if (!typed || !last.after.WasAccepted(last.client)) return *failed;
  }
  return Pass(Plural(served, "client") + " were served one after another with " +
              std::to_string(spare) + " descriptors to spare.");
}

const Check kCheck{
    .id = "descriptors/serves_more_clients_than_its_descriptor_limit",
    .title = "serves more clients than its descriptor limit",
    .requirement =
        "With a small limit on descriptors the server MUST serve many times that number of "
        "clients, one after "
        "another.",
    .see = {"close(2)", "getrlimit(2)"},
    .hint =
        "Each accept(), open() and socket() needs its close(), on every way out. ls -l "
        "/proc/PID/fd shows what is open.",
    .after = {"exchange/serves_clients_one_after_another"},
    .root_causes = {"descriptors/count_returns_to_baseline",
                    "descriptors/parent_closes_connected_socket", "processes/child_never_accepts",
                    "robustness/stops_work_when_client_leaves",
                    "faults/survives_aborted_connection"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
