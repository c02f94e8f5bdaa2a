// When a process has no descriptor left, accept() fails with EMFILE and the connection stays in the
// queue: the next accept() fails at once again. A server that only tries again uses a whole
// processor for it, one that gives up is gone.
#include <algorithm>
#include <set>

#include "checker/check_api.h"

namespace checker {
namespace {

constexpr const char* kFull = "no descriptor is free";

// Who waits in which call although that has an end: a heartbeat that sleeps beside, a server that
// polls.
using TimedWaits = std::set<std::pair<int, std::string>>;

TimedWaits TimedTasks(const Observation& idle) {
  TimedWaits timed;
  for (const TaskSeen& task : idle.tasks) {
    if (!task.endless) timed.emplace(task.tid, task.call);
  }
  return timed;
}

// Somebody who waited for clients before now pauses.
bool SomebodyPauses(const Look& look, const Observation& idle) {
  const TimedWaits timed_before = TimedTasks(idle);
  return std::any_of(look.tasks.begin(), look.tasks.end(), [&](const TaskLook& task) {
    if (idle.Task(task.raw.tid) == nullptr) return false;  // a handler, of those that came first
    const bool pauses =
        task.raw.state == 'S' && task.wait.kind != WaitKind::kUnknown && !task.endless;
    return pauses && !timed_before.contains({task.raw.tid, std::string(task.wait.name)});
  });
}

int AcceptsWaiting(const Observation& idle) {
  return static_cast<int>(
      std::count_if(idle.tasks.begin(), idle.tasks.end(), [](const TaskSeen& task) {
        return task.WaitsOnListener() && task.call.starts_with("accept");
      }));
}

Task<void> Exercise(Session& session) {
  co_await session.Rest("idle");
  const Observation idle = session.Seen();
  int limited = 0;
  int polling = 0;
  for (const int pid : idle.ListenerHolders()) {
    const int free = LowestFreeDescriptor(idle, pid);
    const bool would_stop_poll = LargestPoll(idle, pid) > free;
    polling += would_stop_poll ? 1 : 0;
    if (would_stop_poll) continue;
    limited += LimitProcess(session, pid, RLIMIT_NOFILE, static_cast<std::uint64_t>(free)) ? 1 : 0;
  }
  session.Count("limited", limited);
  session.Count("polling", polling);
  if (limited == 0) co_return;
  // accept() takes its descriptor before it waits: as many clients as wait in it still get in. They
  // leave at once.
  const std::vector<int> first = session.ConnectAtOnce(std::max(1, AcceptsWaiting(idle)));
  for (const int client : first) session.HalfClose(client);
  const std::vector<int> last = session.ConnectAtOnce(1);
  session.Count("client", last.front());
  // A pause before the next attempt is as good as rest, and need not be waited for.
  const Observation* before = &idle;
  co_await session.Until(
      [before](const Look& look) { return !look.in_flight && SomebodyPauses(look, *before); },
      kFull);
}

Verdict Judge(const Evidence& evidence) {
  if (evidence.Number("limited") == 0 && evidence.Number("polling") > 0)
    return Untested("The server polls so many descriptors that a limit would stop poll() itself.");
  if (evidence.Number("limited") == 0)
    return Unsupported("The limit on descriptors of a running server cannot be set here.");
  const Observation& full = evidence.At(kFull);
  const auto client = static_cast<int>(evidence.Number("client"));
  if (auto ended = FailIfEnded(full, "when accept() had no descriptor left (EMFILE)"))
    return *ended;
  if (full.listeners.empty()) {
    return Fail("Nobody listens any more once accept() had no descriptor left (EMFILE): " +
                DescribeTasks(full) + ".");
  }
  if (full.settled == Settled::kSpinning) {
    return Fail("No descriptor is free, " + DescribeConnection(full, client) +
                    ", and the server runs without end: " + DescribeTasks(full) + ".",
                Proof::kTimed);
  }
  if (full.settled == Settled::kBackstop)
    return Unresolved("The server did not come to rest: " + DescribeTasks(full) + ".");
  if (full.WasAccepted(client))
    return Unsupported("The limit on descriptors did not hold for accept().");
  return Pass("With no descriptor left (EMFILE) the server neither ended nor ran in circles: " +
              DescribeTasks(full) + ".");
}

const Check kCheck{
    .id = "faults/survives_descriptor_exhaustion",
    .title = "survives having no descriptor left",
    .level = Level::kShould,
    .requirement = "EMFILE from accept() SHOULD neither end the server nor make it spin.",
    .see = {"accept(2)", "getrlimit(2)"},
    .hint =
        "When accept() fails with EMFILE or ENFILE, wait until a client has left, or at least a "
        "moment, and go on.",
    .after = {"exchange/serves_clients_one_after_another"},
    .root_causes = {"faults/survives_aborted_connection", "robustness/survives_silent_client",
                    "processes/keeps_accepting_after_child_exits"},
    .suspect = Suspect::kAccept,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
