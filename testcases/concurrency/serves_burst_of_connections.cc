// Clients do not come one by one. As many as the backlog holds may arrive before the server runs
// again, and all of them count.
#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kInAll = 32;
constexpr int kMostAtOnce = 16;
constexpr int kFewInTurn = 5;
constexpr int kTries = 3;
constexpr const char* kTurnedAway = "turned away";

bool Finished(Session& session, int client) {
  return session.client(client).ended() || session.client(client).seen().gone;
}

// A server that goes on for ever once its client has left is not waited for.
Task<void> LeaveServed(Session& session, int client) {
  if (session.facts().spins_without_client) {
    session.Close(client);
  } else {
    co_await session.HangUp(client);
  }
}

// An iterative server takes the next client when the one before has left, so those that were
// answered leave.
Task<void> ServeAll(Session& session, std::vector<int> burst) {
  for (const int client : burst) session.SayAtOnce(client);
  while (!burst.empty()) {
    co_await session.Until([&session, &burst](const Look&) {
      return std::any_of(burst.begin(), burst.end(), [&session](int client) {
        return session.client(client).seen().bytes_received > 0 || Finished(session, client);
      });
    });
    // Those that were answered or at least accepted have what they came for.
    std::vector<int> waiting;
    bool somebody_left = false;
    for (const int client : burst) {
      const bool heard =
          session.client(client).seen().bytes_received > 0 || Finished(session, client);
      const bool at_rest = session.Seen().AtRest();
      if (session.WasAccepted(client) && !heard && at_rest) session.Count("unanswered", client);
      if (session.WasAccepted(client) && !heard && !at_rest) {
        waiting.push_back(client);  // its turn is still to come
      } else if (session.WasAccepted(client) || heard) {
        co_await LeaveServed(session, client);
        somebody_left = true;
      } else {
        waiting.push_back(client);
      }
    }
    if (!somebody_left) co_return;
    burst = std::move(waiting);
  }
}

// Sleepers are not made to sleep more often than it takes.
int InAll(const ServerFacts& facts, int at_once) {
  // Who stays for one client only has no burst in mind.
  if (facts.ends_after_clients)
    return *facts.ends_after_clients == 1 ? at_once : *facts.ends_after_clients - 1;
  if (!facts.SleepsLong()) return kInAll;
  return facts.HandlesClientsSideBySide() ? 2 * at_once : std::min(at_once, kFewInTurn);
}

// A burst that is sure to be in the queue before the server runs, if the host allows to see to that.
std::vector<int> Burst(Session& session, int count, bool* in_time) {
  const ServerHeldBack held_back(session);
  std::vector<int> burst = session.ConnectAtOnce(count);
  const bool all_came = std::all_of(burst.begin(), burst.end(), [&session](int client) {
    return ServersEndIsOpen(session, session.client(client).End());
  });
  *in_time = all_came && held_back.NobodyRan();
  return burst;
}

// "Server full": a word of the server's own and the end, or the end alone, but then only of those
// that came after all who were served.
void NoteTurnedAway(Session& session, const std::vector<int>& burst) {
  int served = 0;
  int last_served = 0;
  for (const int client : burst) {
    if (!session.ReplyMatches(client)) continue;
    ++served;
    last_served = client;
  }
  for (const int client : burst) {
    const ClientSeen& seen = session.client(client).seen();
    const bool told = seen.bytes_received > 0 && !session.ReplyMatches(client);
    const bool let_go =
        seen.bytes_received == 0 && seen.reset && served > 1 && client > last_served;
    if (told || let_go) session.Count(kTurnedAway, client);
  }
}

bool WasTurnedAway(const Evidence& evidence, int client) {
  return std::count(evidence.numbers.begin(), evidence.numbers.end(),
                    std::pair<std::string, std::int64_t>(kTurnedAway, client)) > 0;
}

Task<void> Exercise(Session& session) {
  co_await session.Rest("idle");
  const int backlog =
      session.Seen().listeners.empty() ? 0 : session.Seen().listeners.front().backlog;
  const int at_once = std::clamp(backlog, 1, kMostAtOnce);
  const int in_all = InAll(session.facts(), at_once);
  session.Count("at once", at_once);
  // Once more, and once more, where the server ran in between each time.
  const bool may_repeat = !session.facts().SleepsLong() && !session.facts().ends_after_clients;
  const int most = may_repeat ? kTries * in_all : in_all;
  bool once_in_time = false;
  for (int made = 0; made < most && (made < in_all || !once_in_time); made += at_once) {
    if (!session.Seen().alive) break;
    const int count = made < in_all ? std::min(at_once, in_all - made) : at_once;
    bool in_time = false;
    const std::vector<int> burst = Burst(session, count, &in_time);
    once_in_time = once_in_time || in_time;
    co_await ServeAll(session, burst);
    co_await session.Rest();
    NoteTurnedAway(session, burst);
  }
  co_await session.Rest("after the bursts");
}

Verdict Judge(const Evidence& evidence) {
  const Observation& after = evidence.At("after the bursts");
  if (auto ended = FailIfEnded(after, "while clients came in bursts")) return *ended;
  if (after.listeners.empty()) {
    return Fail("Nobody listens any more after a burst of " +
                Plural(evidence.Number("at once"), "client") + ": " + DescribeTasks(after) + ".");
  }
  const auto at_once = evidence.Number("at once");
  for (const ClientSeen& client : after.clients) {
    const ConnectionSeen* connection = after.Connection(client.client);
    if (client.refused) {
      return Fail("Client " + std::to_string(client.client) + " of a burst of " +
                      std::to_string(at_once) + " was refused.",
                  Proof::kEvent);
    }
    const bool certain = evidence.server.exchange && evidence.server.exchange->ReplyIsCertain();
    // Who answers and closes before it has read everything sends a reset, and has served all the
    // same.
    const bool all_was_read = certain && evidence.server.exchange->RepliesWithMessage();
    const bool unserved = client.bytes_received == 0 || all_was_read;
    if (client.reset && certain && unserved && !WasTurnedAway(evidence, client.client)) {
      return Fail("Client " + std::to_string(client.client) + " of a burst of " +
                      std::to_string(at_once) + " had its connection reset.",
                  Proof::kEvent);
    }
    if (connection != nullptr && connection->in_queue && !client.gone) {
      if (!after.Decided()) return Unresolved("The server did not come to rest after a burst.");
      return Fail("Of a burst of " + Plural(at_once, "client") + ", client " +
                      std::to_string(client.client) +
                      " was never accepted: " + DescribeTasks(after) + ".",
                  after.AtRest() ? Proof::kState : Proof::kTimed);
    }
  }
  const bool reply_is_certain =
      evidence.server.exchange && evidence.server.exchange->ReplyIsCertain();
  for (const auto& [name, client] : evidence.numbers) {
    if (name != "unanswered" || !reply_is_certain) continue;
    return Fail("Of a burst of " + Plural(at_once, "client") + ", client " +
                std::to_string(client) +
                " was accepted and never answered, and the server was at rest.");
  }
  Verdict verdict = Pass(Plural(static_cast<std::int64_t>(after.clients.size()), "client") + ", " +
                         std::to_string(at_once) + " at a time, were all accepted.");
  if (at_once < 5) {
    verdict.notes.push_back("listen() asks for room for " + std::to_string(at_once) +
                            " waiting connections only; more would cost nothing.");
  }
  return verdict;
}

const Check kCheck{
    .id = "concurrency/serves_burst_of_connections",
    .title = "serves a burst of connections",
    .requirement =
        "As many connections as the backlog holds, made at once, again and again, MUST "
        "all be served, none reset.",
    .see = {"listen(2)", "accept(2)"},
    .hint =
        "accept() one connection per turn of the loop and come back at once; a loop that handles "
        "only the "
        "first of several waiting connections leaves the others standing.",
    .after = {"startup/listens_for_connections"},
    .root_causes = {"exchange/serves_clients_one_after_another",
                    "processes/keeps_accepting_after_child_exits",
                    "concurrency/serves_second_client_while_first_is_idle",
                    "concurrency/serves_held_clients_in_reverse_order",
                    "concurrency/accepts_every_simultaneous_client",
                    "concurrency/keeps_clients_apart", "exchange/closes_connection_after_exchange",
                    "threads/receives_its_own_socket"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
