// The idea of the fork server: every client gets a process of its own, and what happens in it stays
// in it.
#include <set>

#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kClients = 3;

// Children that live too short to be looked at, or are born only once the client has spoken, are
// counted as they are born.
Task<void> CountBirths(Session& session) {
  if (!co_await session.Relaunch() || !session.Trace()) co_return;
  for (int i = 0; i < kClients; ++i) {
    const int client = co_await session.Connect();
    co_await session.Converse(client, "");
    co_await session.HangUp(client);
    co_await session.Rest();
    if (!session.Seen().alive) break;
    session.Count("served in turn", client);
  }
}

Task<void> Exercise(Session& session) {
  co_await session.Rest("idle");
  for (int i = 0; i < std::min(kClients, session.clients_to_hold()); ++i) {
    const int client = co_await session.Connect();
    co_await session.HearGreeting(client);
    co_await session.Rest("client " + std::to_string(client) + " held");
    if (BornSince(session.At("idle"), session.Seen()).empty()) {
      co_await CountBirths(session);
      co_return;
    }
    if (!session.WasAccepted(client)) co_return;
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

std::optional<Verdict> JudgeBirths(const Evidence& evidence) {
  std::int64_t clients = 0;
  for (const auto& [name, value] : evidence.numbers)
    clients = name == "served in turn" ? value : clients;
  std::int64_t children = 0;
  for (const BirthSeen& birth : evidence.births) children += birth.is_thread ? 0 : 1;
  if (clients == 0) return std::nullopt;
  const std::string counts = Plural(clients, "client") + " in turn, and " +
                             std::to_string(children) +
                             (children == 1 ? " process was born" : " processes were born");
  if (children >= clients) return Pass(counts + ".");
  return Fail(counts + ": not one for each.", Proof::kEvent);
}

Verdict Judge(const Evidence& evidence) {
  if (auto judged = JudgeBirths(evidence)) return *judged;
  std::set<int> used;
  const Observation* before = &evidence.At("idle");
  for (std::size_t i = 1; i < evidence.moments.size(); ++i) {
    const Observation& held = evidence.moments[i].seen;
    const int client = static_cast<int>(i);
    if (auto ended = FailIfEnded(held, "when client " + std::to_string(client) + " connected")) {
      return *ended;
    }
    // That it is not accepted is another check's to judge: the clients before it were handled as
    // they must.
    if (!held.WasAccepted(client) && !used.empty()) break;
    if (!held.WasAccepted(client)) {
      return Untested("Client " + std::to_string(client) +
                      " was not accepted while the others were held: " + DescribeTasks(held) + ".");
    }
    std::set<int> handlers = Handlers(*before, held, client);
    if (handlers.empty() && held.Holders(client).empty()) {
      return Unresolved("Client " + std::to_string(client) +
                        " was handled too quickly to be seen.");
    }
    if (handlers.empty()) {
      return Fail("No process was born for client " + std::to_string(client) +
                  ": its connection is held by " + Pids(held.Holders(client)) + ". " +
                  DescribeTasks(held) + ".");
    }
    used.insert(handlers.begin(), handlers.end());
    before = &held;
  }
  return Pass("Each client has a process that was born for it (" +
              Pids({used.begin(), used.end()}) + ").");
}

const Check kCheck{
    .id = "processes/forks_one_child_per_client",
    .title = "forks one child per client",
    .requirement = "Each client MUST be handled in processes born for it.",
    .see = {"fork(2)"},
    .hint =
        "Call fork() once after every accept(), and serve the client in the branch where it "
        "returned 0.",
    .applies_to = {Design::kFork},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"processes/child_never_accepts", "exchange/serves_clients_one_after_another"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
