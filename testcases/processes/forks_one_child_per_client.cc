// The idea of the fork server: every client gets a process of its own, and what happens in it stays in it.
#include <set>

#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kClients = 3;

Task<void> Exercise(Session& session) {
  co_await session.Rest("idle");
  for (int i = 0; i < std::min(kClients, session.clients_to_hold()); ++i) {
    const int client = co_await session.Connect();
    co_await session.HearGreeting(client);
    co_await session.Rest("client " + std::to_string(client) + " held");
  }
}

// The processes that were born after `before` and hold this client's connection.
std::set<int> Handlers(const Observation& before, const Observation& seen, int client) {
  const std::set<int> born = BornSince(before, seen);
  std::set<int> handlers;
  for (const int pid : seen.Holders(client)) {
    if (born.contains(pid)) handlers.insert(pid);
  }
  return handlers;
}

Verdict Judge(const Evidence& evidence) {
  std::set<int> used;
  const Observation* before = &evidence.At("idle");
  for (std::size_t i = 1; i < evidence.moments.size(); ++i) {
    const Observation& held = evidence.moments[i].seen;
    const int client = static_cast<int>(i);
    if (auto ended = FailIfEnded(held, "when client " + std::to_string(client) + " connected")) {
      return *ended;
    }
    if (!held.Connection(client)->accepted) {
      return Untested("Client " + std::to_string(client) + " was not accepted while the others were held: " +
                      DescribeTasks(held) + ".");
    }
    std::set<int> handlers = Handlers(*before, held, client);
    // A child that lives only for a moment, or is forked after the client has spoken, is not there to be seen.
    if (handlers.empty() && held.Holders(client).empty()) {
      return evidence.server.design_confidence == Confidence::kSeen
                 ? Pass("Each client was handled in a process of its own, which was gone at once.")
                 : Unresolved("Client " + std::to_string(client) + " was handled too quickly to be seen.");
    }
    if (handlers.empty()) {
      return Fail("No process was born for client " + std::to_string(client) + ": its connection is held by " +
                  Pids(held.Holders(client)) + ". " + DescribeTasks(held) + ".");
    }
    used.insert(handlers.begin(), handlers.end());
    before = &held;
  }
  return Pass(Plural(static_cast<std::int64_t>(evidence.moments.size()) - 1, "client") +
              " held at once: each has a process that was born for it (" +
              Pids({used.begin(), used.end()}) + ").");
}

const Check kCheck{
    .id = "processes/forks_one_child_per_client",
    .title = "forks one child per client",
    .requirement = "Each client MUST be handled in processes born for it.",
    .see = {"fork(2)"},
    .hint = "Call fork() once after every accept(), and serve the client in the branch where it returned 0.",
    .applies_to = {Design::kFork},
    .needs = {Need::kHeldClient},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"processes/child_never_accepts",
                    "concurrency/serves_second_client_while_first_is_idle"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
