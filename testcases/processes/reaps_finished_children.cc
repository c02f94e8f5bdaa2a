// A child that has ended stays in the process table as a zombie until its parent asks for its
// status. A server that never asks fills the table, and then fork() fails for everybody.
#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kClients = 5;
constexpr int kSleepers = 3;

// A child that would run for ever is ended before the next one comes: each has a signal of its own.
Task<void> ServeInTurn(Session& session, int count, const Observation idle) {
  for (int i = 0; i < count; ++i) {
    const int client = co_await session.Connect();
    co_await session.Converse(client, "");
    co_await session.Leave(client);
    if (session.facts().spins_without_client) {
      co_await EndLivingChildren(session, idle);
    } else {
      co_await session.RestAndType();
    }
    if (!session.Seen().alive) co_return;
  }
}

Task<void> Exercise(Session& session) {
  const auto limit = session.facts().ends_after_clients;
  const int most = session.facts().SleepsLong() ? kSleepers : kClients;
  const int count = limit ? std::min(most, (*limit - 1) / 2) : most;
  co_await session.Rest("idle");
  const Observation idle = session.Seen();
  for (const char* label : {"first half", "second half"}) {
    co_await ServeInTurn(session, count, idle);
    // Whoever still lives ends now, so that there is something to reap.
    co_await session.Rest();
    co_await EndLivingChildren(session, idle);
    session.Remember(label);
  }
  session.Count("clients", count);
}

Verdict Judge(const Evidence& evidence) {
  const auto clients = evidence.Number("clients");
  if (clients < 2)
    return Untested("The server ends by itself after too few clients to judge this.");
  const Observation& first = evidence.At("first half");
  const Observation& second = evidence.At("second half");
  if (!second.alive) {
    return Untested("The server ended before " + Plural(2 * clients, "client") +
                    " had been served.");
  }
  const std::size_t before = first.Zombies().size();
  const std::size_t after = second.Zombies().size();
  const std::string counts = Plural(static_cast<std::int64_t>(before), "zombie") + " after " +
                             Plural(clients, "client") + ", " + std::to_string(after) + " after " +
                             std::to_string(2 * clients);
  constexpr std::size_t kLazy = 2;
  if (after <= kLazy && after <= before) {
    Verdict verdict = Pass("Finished children are reaped: " + counts + ".");
    if (after > 0) {
      verdict.notes.push_back("The last child is reaped only when the next client comes.");
    }
    return verdict;
  }
  const bool decided = second.Decided();
  if (after > before && decided) {
    std::vector<int> pids;
    for (const TaskSeen* zombie : second.Zombies()) pids.push_back(zombie->pid);
    if (pids.size() > 6) pids.resize(6);
    return Fail("Finished children are not reaped: " + counts + " (" + Pids(pids) +
                (after > 6 ? " and more" : "") + "), and the server is at rest.");
  }
  return Unresolved("Neither growing nor gone: " + counts + ".");
}

const Check kCheck{
    .id = "processes/reaps_finished_children",
    .title = "reaps finished children",
    .requirement = "Finished children MUST be reaped.",
    .see = {"wait(2)", "sigaction(2)", "signal(7)"},
    .hint =
        "Install a handler for SIGCHLD that calls waitpid(-1, NULL, WNOHANG) in a loop, or say "
        "signal(SIGCHLD, SIG_IGN) before the loop.",
    .applies_to = {Design::kFork},
    .after = {"exchange/serves_clients_one_after_another"},
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
