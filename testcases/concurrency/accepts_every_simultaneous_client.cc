// Two at once is not many at once: arrays of fixed size and forgotten increments show when many
// clients stay.
#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kEnoughInQueue = 8;
constexpr const char* kOnceOneHasLeft = "a new one, once another has left";

// To be accepted is not enough: a server may keep more connections than it has handlers.
Task<void> TalkToTheLast(Session& session) {
  const int last = session.client_count();
  co_await session.Converse(last, "the last");
  if (session.LastServed() != Served::kSilent) co_return;
  co_await session.Leave(1);
  co_await session.HearReply(last, "the last, once the first has left");
}

// Clients that had said nothing and were let go: with a word ("server busy"), or without one, but
// then only those that came when all who stayed were there.
std::vector<int> TurnedAway(const Observation& seen) {
  int last_to_stay = 0;
  for (const ClientSeen& client : seen.clients) {
    if (!seen.Holders(client.client).empty()) last_to_stay = client.client;
  }
  std::vector<int> clients;
  for (const ClientSeen& client : seen.clients) {
    const bool let_go = client.eof && client.bytes_sent == 0;
    if (let_go && (client.bytes_received > 0 || client.client > last_to_stay))
      clients.push_back(client.client);
  }
  return clients;
}

Task<void> Exercise(Session& session) {
  session.Count("wanted", session.clients_to_hold());
  for (int i = 0; i < session.clients_to_hold(); ++i) {
    const int client = co_await session.Connect();
    // The queue of a server that accepts no more fills up; what lies beyond would wait for seconds.
    if (!session.WasAccepted(client) && i >= kEnoughInQueue) break;
  }
  co_await session.Rest("all connected");
  const Observation& held = session.Seen();
  int first_accepted = 0;
  bool somebody_waits = false;
  for (const ConnectionSeen& connection : held.connections) {
    if (connection.accepted && first_accepted == 0) first_accepted = connection.client;
    if (connection.in_queue) somebody_waits = true;
  }
  if (first_accepted == 0) co_return;
  if (!TurnedAway(held).empty()) {
    co_await session.Leave(first_accepted);
    co_await session.Rest();
    const int next = co_await session.Connect();
    co_await session.Converse(next, kOnceOneHasLeft);
    co_return;
  }
  if (!somebody_waits) {
    co_await TalkToTheLast(session);
    co_return;
  }
  co_await session.Leave(first_accepted);
  co_await session.Rest("one has left");
}

std::vector<int> Accepted(const Observation& seen) {
  std::vector<int> clients;
  for (const ConnectionSeen& connection : seen.connections) {
    const bool is_partner = connection.client > kPartner;
    if (!is_partner && connection.accepted && !seen.Holders(connection.client).empty()) {
      clients.push_back(connection.client);
    }
  }
  return clients;
}

int Queued(const Observation& seen) {
  int count = 0;
  for (const ConnectionSeen& connection : seen.connections) count += connection.in_queue ? 1 : 0;
  return count;
}

Verdict JudgeTheLast(const Evidence& evidence, std::int64_t wanted) {
  const std::string all = Plural(wanted, "client") + " held at once: all were accepted";
  if (!evidence.Has("the last")) return Pass(all + ".");
  const ExchangeSeen& last = evidence.Exchange("the last");
  if (last.served != Served::kSilent)
    return Pass(all + ", and the last of them was not kept waiting.");
  if (evidence.server.design == Design::kThreadPool) {
    // A pool takes its waiting clients in order: the last is served when all before it have been.
    Verdict verdict = Pass(all + "; the last of them waits for a free worker of the pool.");
    verdict.notes.push_back("serves fewer than " + std::to_string(wanted) + " at once");
    return verdict;
  }
  const ExchangeSeen& later = evidence.Exchange("the last, once the first has left");
  if (later.Ok()) {
    Verdict verdict = Pass(all + "; the last was served once another had left.");
    verdict.notes.push_back("serves fewer than " + std::to_string(wanted) + " at once");
    return verdict;
  }
  if (auto failed = FailUnlessServed(
          later, "Client " + std::to_string(last.client) + " of " + std::to_string(wanted),
          "when all were connected, and not served even when another had left")) {
    return *failed;
  }
  return Pass(all + ".");
}

Verdict Judge(const Evidence& evidence) {
  const Observation& held = evidence.At("all connected");
  if (auto ended = FailIfEnded(held, "while many clients were connected")) return *ended;
  const auto wanted = evidence.Number("wanted");
  const auto accepted = static_cast<std::int64_t>(Accepted(held).size());
  if (accepted == wanted) return JudgeTheLast(evidence, wanted);
  if (held.listeners.empty()) {
    return Fail("Nobody listens any more, and " + std::to_string(accepted) + " of " +
                Plural(wanted, "client") + " were accepted: " + DescribeTasks(held) + ".");
  }
  if (!held.AtRest()) {
    return Unresolved("The server did not come to rest with " + Plural(wanted, "client") + ": " +
                      DescribeTasks(held) + ".");
  }
  const auto turned_away = static_cast<std::int64_t>(TurnedAway(held).size());
  const bool orderly =
      accepted >= 2 && accepted + turned_away == static_cast<std::int64_t>(held.clients.size());
  if (orderly && evidence.Has(kOnceOneHasLeft) && evidence.Exchange(kOnceOneHasLeft).Ok()) {
    Verdict verdict = Pass(Plural(accepted, "client") +
                           " are served at once; the others are turned away, and a new one is "
                           "served when one has left.");
    verdict.notes.push_back("serves " + std::to_string(accepted) + " at once");
    return verdict;
  }
  const bool next_came_in =
      evidence.Has("one has left") && Queued(evidence.At("one has left")) < Queued(held);
  if (accepted >= 2 && next_came_in) {
    Verdict verdict = Pass(Plural(accepted, "client") +
                           " are served at once; the next is let in when one leaves.");
    verdict.notes.push_back("serves " + std::to_string(accepted) + " at once");
    return verdict;
  }
  return Fail("Only " + std::to_string(accepted) + " of " + Plural(wanted, "client") +
              " held at once were accepted: " + DescribeTasks(held) + ".");
}

const Check kCheck{
    .id = "concurrency/accepts_every_simultaneous_client",
    .title = "accepts every simultaneous client",
    .requirement = "With N clients held, all N MUST have been accepted, each by a live handler.",
    .see = {"accept(2)", "listen(2)"},
    .hint = "The main loop must come back to accept() after each client, however many there are.",
    .needs = {Need::kHeldClient},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"concurrency/serves_second_client_while_first_is_idle",
                    "concurrency/keeps_listening_while_clients_are_served",
                    "processes/parent_does_not_wait_for_its_child",
                    "processes/forks_one_child_per_client",
                    "processes/keeps_accepting_after_child_exits",
                    "exchange/serves_clients_one_after_another", "threads/receives_its_own_socket"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
