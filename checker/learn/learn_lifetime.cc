#include <algorithm>

#include "checker/drive/side_by_side.h"
#include "checker/learn/learn.h"

namespace checker {
namespace {

constexpr int kMostClients = 12;  // "for (i = 0; i < 10; i++)"
constexpr int kMostSleepers = 3;  // where each waits until the one before has been slept over

// The end that this moment shows, if any.
enum class Life { kGoesOn, kEndedByItself, kCannotTell };

Life LifeOf(const Observation& seen) {
  const bool by_signal = seen.end_status && (*seen.end_status & 0x7f) != 0;
  if (by_signal) return Life::kCannotTell;  // a crash and no design
  if (!seen.alive || seen.listeners.empty()) return Life::kEndedByItself;
  return seen.AtRest() ? Life::kGoesOn : Life::kCannotTell;
}

// After how many clients the server ended by itself; 0: it did not.
Task<void> CountClientsUntilEnd(Session* session, bool* spins, int* clients) {
  const bool sleeps = session->facts().SleepsLong();
  const bool side_by_side = session->facts().HandlesClientsSideBySide();
  const int most = sleeps && !side_by_side ? kMostSleepers : kMostClients;
  const int at_once = sleeps && side_by_side ? most : 1;
  while (session->client_count() < most) {
    co_await session->ServeClients(at_once);
    if (session->Seen().Burns()) {
      *spins = true;
      session->LeaveAtOnce();
    }
    co_await session->Rest();
    const Observation& seen = session->Seen();
    const Life life = LifeOf(seen);
    if (life == Life::kEndedByItself) {
      *clients = static_cast<int>(
          std::count_if(seen.clients.begin(), seen.clients.end(),
                        [&seen](const ClientSeen& one) { return seen.WasAccepted(one.client); }));
    }
    *spins = *spins || seen.Burns();
    if (life != Life::kGoesOn) co_return;
  }
}

Task<void> TryLifetime(const LearnRequest* request, ServerFacts* facts, int* clients,
                       std::optional<sandbox::Error>* obstacle) {
  Session session(request->plan, *facts, 0);
  const auto start = co_await session.Launch();
  if (!start) {
    *obstacle = start.error();
  } else if (*start == Start::kListening) {
    co_await CountClientsUntilEnd(&session, &facts->spins_without_client, clients);
    facts->AddSleeps(session.facts());
  }
}

}  // namespace

Task<sandbox::Result<void>> LearnLifetime(const LearnRequest& request, ServerFacts* facts) {
  int counts[2] = {0, 0};
  std::optional<sandbox::Error> obstacle;
  std::vector<Task<void>> tries;
  for (int& count : counts) {
    tries.push_back(TryLifetime(&request, facts, &count, &obstacle));
  }
  co_await SideBySide(std::move(tries), ServersAtOnce(*facts, request.plan.isolation));
  if (obstacle) co_return *obstacle;
  if (counts[0] != 0 && counts[0] == counts[1]) facts->ends_after_clients = counts[0];
  co_return sandbox::Result<void>();
}

}  // namespace checker
