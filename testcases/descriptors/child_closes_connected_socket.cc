// exit() closes every descriptor, so that nothing is lost; but who leaves it to exit() forgets it
// where the process lives on.
#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  co_await session.Rest("idle");
  session.Count("traced", session.Trace() ? 1 : 0);
  const int client = co_await session.Connect();
  co_await session.Converse(client, "message");
  co_await session.HangUp(client);
  co_await session.RestAndType("the client has left");
}

bool HasEnded(const std::vector<ExitSeen>& exits, std::size_t before, int pid) {
  return std::any_of(exits.begin(), exits.begin() + static_cast<std::ptrdiff_t>(before),
                     [pid](const ExitSeen& exit) { return exit.pid == pid; });
}

// Ended by then, and without the connection: it had closed it.
bool HasClosedIt(const std::vector<ExitSeen>& exits, std::size_t before, int pid) {
  return std::any_of(
      exits.begin(), exits.begin() + static_cast<std::ptrdiff_t>(before),
      [pid](const ExitSeen& exit) { return exit.pid == pid && exit.Clients().empty(); });
}

// A process whose own child lives, or has closed the connection, has given it on to that child:
// whichever of the two ends first.
bool GaveItOn(const Evidence& evidence, std::size_t exit) {
  return std::any_of(evidence.births.begin(), evidence.births.end(), [&](const BirthSeen& birth) {
    return birth.parent == evidence.exits[exit].pid && !birth.is_thread &&
           (!HasEnded(evidence.exits, exit, birth.pid) ||
            HasClosedIt(evidence.exits, exit, birth.pid));
  });
}

// A helper that its handler waits for, as popen() and system() start them: the handler has the
// connection, and closes it.
bool HasLiveHandler(const Evidence& evidence, const Observation& idle, std::size_t exit) {
  return std::any_of(evidence.births.begin(), evidence.births.end(), [&](const BirthSeen& birth) {
    const bool of_a_handler = idle.Task(birth.parent) == nullptr;
    return birth.pid == evidence.exits[exit].pid && of_a_handler &&
           !HasEnded(evidence.exits, exit, birth.parent);
  });
}

Verdict Judge(const Evidence& evidence) {
  if (evidence.Number("traced") == 0)
    return Unsupported("What a process holds when it ends cannot be seen here: ptrace is refused.");
  const Observation& idle = evidence.At("idle");
  int ended = 0;
  for (std::size_t i = 0; i < evidence.exits.size(); ++i) {
    const ExitSeen& exit = evidence.exits[i];
    const bool is_child = idle.Task(exit.pid) == nullptr;
    const bool by_itself = (exit.exit_status & 0x7f) == 0;
    if (!is_child || !by_itself || GaveItOn(evidence, i) || HasLiveHandler(evidence, idle, i))
      continue;
    ++ended;
    if (exit.Clients().empty()) continue;
    return Fail("When pid " + std::to_string(exit.pid) +
                    " called exit() it still held its client's connection.",
                Proof::kEvent);
  }
  if (ended == 0)
    return Untested(
        "No child ended by itself: " + DescribeTasks(evidence.At("the client has left")) + ".");
  return Pass("The child had closed its client's connection when it ended.");
}

const Check kCheck{
    .id = "descriptors/child_closes_connected_socket",
    .title = "child closes the connected socket",
    .level = Level::kShould,
    .requirement = "The child SHOULD close the connected socket itself before it exits.",
    .see = {"close(2)", "exit(3)"},
    .hint = "close(newsock) at the end of what the child does, before exit().",
    .applies_to = {Design::kFork},
    .after = {"exchange/replies_to_one_message"},
    .root_causes = {"processes/child_never_accepts",
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
