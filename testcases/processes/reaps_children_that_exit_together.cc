// Signals do not queue: when eight children end while SIGCHLD is pending, the handler runs once. A
// handler with a single wait() then leaves seven zombies.
#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kChildren = 8;
constexpr int kSleepers = 3;  // a single wait() leaves two of three

// Calls that a stopped and continued process takes up again by itself. epoll_wait, sigtimedwait and
// sleeps would return EINTR instead (signal(7)), and that would be our doing.
bool SurvivesStop(const TaskSeen& task) {
  constexpr std::string_view kRestarting[] = {"accept", "accept4", "recv", "read",  "wait",
                                              "waitid", "select",  "poll", "ppoll", "futex"};
  return task.endless && std::find(std::begin(kRestarting), std::end(kRestarting), task.call) !=
                             std::end(kRestarting);
}

std::size_t CountDead(const Look& look) {
  return static_cast<std::size_t>(std::count_if(
      look.tasks.begin(), look.tasks.end(),
      [](const TaskLook& task) { return task.raw.tid == task.raw.pid && task.raw.state == 'Z'; }));
}

std::optional<int> StoppableParent(const Observation& idle, const Observation& held) {
  std::optional<int> parent;
  for (const TaskSeen& task : held.tasks) {
    if (task.IsZombie() || idle.Task(task.pid) == nullptr) continue;
    if (!SurvivesStop(task)) return std::nullopt;
    if (parent && *parent != task.pid) return std::nullopt;
    parent = task.pid;
  }
  return parent;
}

// The parent sleeps until all its children are dead, so that one SIGCHLD stands for all of them.
Task<void> EndAllWhileParentIsStopped(Session& session, int parent) {
  const std::size_t before = session.Seen().Zombies().size();
  const std::size_t children = session.Seen().LivePids().size() - 1;
  session.Signal(parent, SIGSTOP);
  for (int client = 1; client <= session.client_count(); ++client) session.HalfClose(client);
  // Children that ask their operator end once they have been answered.
  for (int lines = 0; lines < 2 * kChildren; ++lines) {
    co_await session.UntilStopped(parent, [before, children](const Look& look) {
      return CountDead(look) >= before + children;
    });
    if (!session.Seen().AsksOperator()) break;
    session.TypeLine(session.FreshNonce());
  }
  // Those that do not end with their clients (another check's business) are ended: what counts is
  // who reaps them.
  for (const int pid : session.Seen().LivePids()) {
    if (pid != parent) session.Signal(pid, SIGKILL);
  }
  co_await session.UntilStopped(parent, [before, children](const Look& look) {
    return CountDead(look) >= before + children;
  });
  session.Count("ended together",
                static_cast<std::int64_t>(session.Seen().Zombies().size() - before));
  session.Signal(parent, SIGCONT);
}

Task<void> Exercise(Session& session) {
  co_await session.Rest("idle");
  const Observation idle = session.Seen();
  const int children = session.facts().SleepsLong() ? kSleepers : kChildren;
  for (int i = 0; i < std::min(children, session.clients_to_hold()); ++i) {
    const int client = co_await session.Connect();
    co_await session.HearGreeting(client);
  }
  co_await session.Rest("held");
  const auto parent = StoppableParent(idle, session.Seen());
  session.Count("stopped", parent ? 1 : 0);
  if (parent) {
    co_await EndAllWhileParentIsStopped(session, *parent);
  } else {
    for (int client = 1; client <= session.client_count(); ++client) session.HalfClose(client);
  }
  for (int turn = 0; turn < kChildren; ++turn) {
    co_await session.RestAndType();
    if (!session.Seen().AsksOperator()) break;
  }
  co_await session.LeaveAll();
  co_await session.Rest("all have left");
  // A server that reaps at its next accept() gets as many further clients as it has left behind.
  const std::size_t zombies = session.Seen().Zombies().size();
  for (std::size_t i = 0;
       i < zombies && session.Seen().Zombies().size() > 1 && session.Seen().alive; ++i) {
    co_await session.ServeClients(1);
    if (session.facts().spins_without_client) {
      co_await EndLivingChildren(session, idle);
    } else {
      co_await session.Rest();
    }
  }
  session.Remember("after more clients");
}

Verdict Judge(const Evidence& evidence) {
  const Observation& held = evidence.At("held");
  const Observation& left = evidence.At("all have left");
  const Observation& later = evidence.At("after more clients");
  if (!left.alive || !later.alive) return Untested("The server ended before this could be judged.");
  const std::set<int> children = BornSince(evidence.At("idle"), held);
  if (children.size() < 2) {
    return Untested(
        "There were no two children that live at the same time: " + DescribeTasks(held) + ".");
  }
  const std::set<int> alive = BornSince(evidence.At("idle"), left);
  if (!alive.empty())
    return Untested("Children did not end with their clients: " + DescribeTasks(left) + ".");
  const auto zombies = static_cast<std::int64_t>(left.Zombies().size());
  const auto count = static_cast<std::int64_t>(children.size());
  const std::string said =
      Plural(count, "child") == "1 child" ? "1 child" : std::to_string(count) + " children";
  if (zombies == 0) return Pass(said + " ended at the same moment, and all were reaped.");
  if (!later.AtRest())
    return Unresolved("The server did not come to rest: " + DescribeTasks(later) + ".");
  if (later.Zombies().size() <= 1) {
    Verdict verdict =
        Pass(said + " ended at the same moment; they were reaped as further clients came.");
    verdict.notes.push_back(
        "Zombies stay until further clients come; a loop around waitpid() would take all at once.");
    return verdict;
  }
  return Fail("Of " + said + " that ended at the same moment " + std::to_string(zombies) +
              " are left as zombies, and " + std::to_string(later.Zombies().size()) +
              " after as many further clients.");
}

const Check kCheck{
    .id = "processes/reaps_children_that_exit_together",
    .title = "reaps children that exit together",
    .requirement = "Children that end at the same moment MUST all be reaped.",
    .see = {"wait(2)", "signal(7)"},
    .hint =
        "One SIGCHLD may stand for several children: while (waitpid(-1, NULL, WNOHANG) > 0) ; in "
        "the handler.",
    .applies_to = {Design::kFork},
    .needs = {Need::kHeldClient},
    .after = {"exchange/serves_clients_one_after_another"},
    .root_causes = {"processes/reaps_finished_children", "processes/child_never_accepts",
                    "processes/serves_new_client_after_one_of_two_left",
                    "processes/child_exits_after_its_client_leaves"},
    .suspect = Suspect::kFork,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
