// After fork() both processes hold the connected socket. While the parent keeps its copy the
// connection does not end when the child closes its own, and after a thousand clients the parent
// has no descriptor left.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  co_await session.Rest("idle");
  const int client = co_await session.Connect();
  co_await session.Converse(client, "message");
  co_await session.Rest("served");
  session.HalfClose(client);
  co_await session.RestAndType();
  if (session.Seen().AsksOperator()) {
    // A handler that goes on all the same learns from its answers that nobody hears them.
    session.Close(client);
    co_await session.RestAndType();
  }
  session.Remember("the client has finished");
}

Verdict Judge(const Evidence& evidence) {
  const Observation& idle = evidence.At("idle");
  const Observation& last = evidence.At("the client has finished");
  const int client = evidence.Exchange("message").client;
  const Observation& served = evidence.At("served");
  if (auto ended = FailIfEnded(last, "when its client left")) {
    // What it held before is the best that can be known.
    for (const int pid : served.Holders(client)) {
      if (idle.Task(pid) != nullptr) return Untested(ended->rationale);
    }
    return served.alive
               ? Pass("While its client was served the parent did not hold the connection.")
               : Untested(ended->rationale);
  }
  const std::set<int> children = BornSince(idle, last);
  std::vector<int> keepers;
  bool handler_lives = false;
  for (const int pid : last.Holders(client)) {
    if (children.contains(pid)) {
      handler_lives = true;
    } else {
      keepers.push_back(pid);
    }
  }
  const bool decided = last.Decided();
  if (keepers.empty()) {
    if (!last.WasAccepted(client)) return Untested("The client was not accepted.");
    Verdict verdict = Pass("The parent holds no descriptor of the client's connection.");
    for (const int pid : served.Holders(client)) {
      if (idle.Task(pid) == nullptr) continue;
      verdict.notes.push_back("While the client was served pid " + std::to_string(pid) +
                              " (the parent) held its connection too; it closed it later.");
    }
    return verdict;
  }
  const bool somebody_was_born = !children.empty() || !BornSince(idle, served).empty() ||
                                 last.Zombies().size() > idle.Zombies().size();
  // A child may be born, end and be reaped between two looks; where the design is only guessed
  // there may have been none.
  if (!somebody_was_born && evidence.server.design_confidence == Confidence::kGuessed)
    return Untested("No process was seen to be born for the client: " + DescribeTasks(last) + ".");
  if (!decided) return Unresolved("The server did not come to rest: " + DescribeTasks(last) + ".");
  if (handler_lives && last.AsksOperator()) {
    return Unresolved(
        "The client's child still waits for its operator, and the parent holds the connection "
        "until then.");
  }
  const int parent = keepers.front();
  Verdict verdict = Fail(
      "The client has finished" + std::string(handler_lives ? "" : " and its child has ended") +
      ", but the parent, pid " + std::to_string(parent) + ", still holds its connection as fd " +
      std::to_string(DescriptorOf(last, parent, client).value_or(-1)) + ".");
  verdict.expected = "no descriptor of the client's connection in the parent";
  verdict.actual = "pid " + std::to_string(parent) + ", fd " +
                   std::to_string(DescriptorOf(last, parent, client).value_or(-1));
  return verdict;
}

const Check kCheck{
    .id = "descriptors/parent_closes_connected_socket",
    .title = "parent closes the connected socket",
    .requirement = "The parent MUST close the connected socket.",
    .see = {"close(2)", "fork(2)"},
    .hint =
        "In the parent's branch, right after fork(): close(newsock). ls -l /proc/PID/fd shows it.",
    .applies_to = {Design::kFork},
    .needs = {Need::kOwnDialogue},
    .after = {"startup/listens_for_connections"},
    .suspect = Suspect::kAccept,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
