// pthread_create(&thread, NULL, serve, &newsock) gives every thread the address of one variable.
// Where the next client is accepted before the thread has looked, two threads serve that one, and
// the client before it has none.
#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kClients = 8;
constexpr int kRounds = 8;
constexpr int kFew = 3;  // where each has to wait until the server has slept, and once will do

// In how many threads somebody waits for this client.
int WaitersFor(const Observation& seen, int client) {
  return static_cast<int>(std::count_if(
      seen.tasks.begin(), seen.tasks.end(),
      [client](const TaskSeen& task) { return !task.IsZombie() && task.WaitsOnClient(client); }));
}

// Two threads that wait for one client, and a client that nobody waits for.
bool IsMixedUp(const Observation& seen) {
  bool crowded = false;
  bool lonely = false;
  for (const ClientSeen& client : seen.clients) {
    if (client.gone || !seen.WasAccepted(client.client)) continue;
    const int waiters = WaitersFor(seen, client.client);
    crowded = crowded || waiters > 1;
    lonely = lonely || (waiters == 0 && !seen.Holders(client.client).empty());
  }
  return crowded && lonely;
}

// How many SYNs fit: a backlog of n takes n + 1 connections.
int RoomInQueue(const Observation& seen) {
  int room = kClients;
  for (const ListenerSeen& listener : seen.listeners) room = std::min(room, listener.backlog + 1);
  return room;
}

Task<void> Exercise(Session& session) {
  const bool pauses = session.facts().pauses_between_clients;
  const int room = std::min(RoomInQueue(session.Seen()), session.clients_to_hold());
  const int count = pauses ? std::min(room, kFew) : room;
  const int rounds = pauses ? 1 : kRounds;
  session.Count("at once", count);
  session.Count("rounds", rounds);
  for (int round = 0; round < rounds && count >= 2; ++round) {
    const std::vector<int> clients = session.ConnectAtOnce(count);
    co_await session.Rest("connected");
    if (!session.Seen().AtRest() || IsMixedUp(session.Seen())) co_return;
    for (const int client : clients) session.HalfClose(client);
    co_await session.Rest();
    for (const int client : clients) session.Close(client);
    if (!session.Seen().alive) co_return;
  }
}

Verdict Judge(const Evidence& evidence) {
  const auto count = evidence.Number("at once");
  if (count < 2) return Untested("The server takes no two clients at once.");
  const Observation& seen = evidence.At("connected");
  if (!seen.alive) return Untested("The server ended when several clients had connected at once.");
  if (!seen.AtRest())
    return Unresolved("The server did not come to rest: " + DescribeTasks(seen) + ".");
  if (!IsMixedUp(seen)) {
    Verdict verdict =
        Pass("In " + Plural(evidence.Number("rounds"), "round") + " " + Plural(count, "client") +
             " connected at the same time, and none had two threads while another had none.");
    verdict.proof = Proof::kStatistical;
    return verdict;
  }
  return Fail("Of " + Plural(count, "client") +
              " that connected at the same time one has two threads and another has none: " +
              DescribeTasks(seen, kClients + 1) + ".");
}

const Check kCheck{
    .id = "threads/receives_its_own_socket",
    .title = "each thread receives its own socket",
    .requirement = "Each thread MUST get its own client's socket.",
    .see = {"pthread_create(3)"},
    .hint =
        "Give the thread the value, not the address of the loop's variable: (void "
        "*)(intptr_t)newsock, or memory of its "
        "own that it frees.",
    .applies_to = {Design::kThreads},
    .needs = {Need::kHeldClient},
    .after = {"concurrency/serves_second_client_while_first_is_idle"},
    .runs_alone = true,
    .suspect = Suspect::kThreadStart,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
