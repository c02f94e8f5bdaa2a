// A child talks to one client and has no use for the listening socket. While it keeps it, the port
// stays bound after the parent has gone, and the server cannot be started again.
#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  co_await session.Rest("idle");
  const int client = co_await session.Connect();
  co_await session.HearGreeting(client);
  co_await session.Rest("connected");
  // A parent that reads before it forks has no child yet.
  if (!BornSince(session.At("idle"), session.Seen()).empty()) co_return;
  co_await session.Converse(client, "message");
  session.Remember("served");
  if (!BornSince(session.At("idle"), session.Seen()).empty()) {
    co_await session.Rest("served, and at rest");
    if (!BornSince(session.At("idle"), session.Seen()).empty()) co_return;
  }
  // A child that lives too short to be looked at is read just before it ends.
  if (!co_await session.Relaunch() || !session.Trace()) co_return;
  const int next = co_await session.Connect();
  co_await session.Converse(next, "");
  co_await session.HangUp(next);
  co_await session.Rest();
}

std::optional<Verdict> JudgeExits(const Evidence& evidence) {
  int children = 0;
  for (const ExitSeen& exit : evidence.exits) {
    const bool is_child =
        std::any_of(evidence.births.begin(), evidence.births.end(),
                    [&exit](const BirthSeen& birth) { return birth.pid == exit.pid; });
    if (!is_child) continue;  // the server itself, or who was there before the client
    ++children;
    if (!exit.Holds(Target::Kind::kListener)) continue;
    return Fail("The child, pid " + std::to_string(exit.pid) +
                    ", still held the listening socket when it ended.",
                Proof::kEvent);
  }
  if (children == 0) return std::nullopt;
  return Pass("The child did not hold the listening socket any more when it ended.");
}

Verdict Judge(const Evidence& evidence) {
  const Observation& idle = evidence.At("idle");
  for (const Moment& moment : evidence.moments) {
    const std::set<int> children = BornSince(idle, moment.seen);
    // Just after its birth a child has not had the time to close anything: what counts is a child
    // at rest.
    if (children.empty() || moment.label == "served") continue;
    if (!moment.seen.Decided()) {
      return Unresolved("The server did not come to rest: " + DescribeTasks(moment.seen) + ".");
    }
    for (const DescriptorSeen& descriptor : moment.seen.descriptors) {
      if (!children.contains(descriptor.pid) || !descriptor.target.IsListener()) continue;
      if (descriptor.close_on_exec) continue;
      Verdict verdict = Fail("The child, pid " + std::to_string(descriptor.pid) +
                             ", still holds the listening socket as fd " +
                             std::to_string(descriptor.fd) + " while it serves its client.");
      verdict.expected = "no descriptor of the listening socket in the child";
      verdict.actual =
          "pid " + std::to_string(descriptor.pid) + ", fd " + std::to_string(descriptor.fd);
      return verdict;
    }
    const std::vector<int> pids(children.begin(), children.end());
    return Pass("While it serves its client the child (" + Pids(pids) +
                ") does not hold the listening socket.");
  }
  if (auto judged = JudgeExits(evidence)) return *judged;
  const Observation& last = evidence.moments.back().seen;
  if (auto ended = FailIfEnded(last, "when its client came")) return Untested(ended->rationale);
  return Unresolved("No child lived long enough to be seen while it served its client.");
}

const Check kCheck{
    .id = "descriptors/child_closes_listening_socket",
    .title = "child closes the listening socket",
    .requirement = "The child MUST close the listening socket.",
    .see = {"close(2)", "fork(2)"},
    .hint = "In the child's branch, first thing: close(sockfd).",
    .applies_to = {Design::kFork},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"processes/child_never_accepts"},
    .suspect = Suspect::kFork,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
