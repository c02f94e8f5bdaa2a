#include <algorithm>

#include "checker/judge/sentences.h"
#include "checker/learn/learn.h"

namespace checker {
namespace {

constexpr int kMostTogether = 4;

// Accepted, and nobody was born for it or listens to it: whoever holds it waits for the next one.
bool IsPutAside(const Observation& idle, const Observation& seen, int client) {
  const std::vector<int> holders = seen.Holders(client);
  const bool somebody_was_born =
      !BornSince(idle, seen).empty() || !ThreadsBornSince(idle, seen).empty();
  return seen.AtRest() && !holders.empty() && !somebody_was_born && !seen.ListensTo(client) &&
         std::any_of(seen.tasks.begin(), seen.tasks.end(), [&holders](const TaskSeen& task) {
           return task.WaitsOnListener() &&
                  std::find(holders.begin(), holders.end(), task.pid) != holders.end();
         });
}

}  // namespace

Task<sandbox::Result<void>> LearnPartners(const LearnRequest& request, ServerFacts* facts) {
  Session session(request.plan, *facts, 0);
  const auto start = co_await session.Launch();
  if (!start) co_return start.error();
  if (*start != Start::kListening) co_return sandbox::Result<void>();
  const Observation idle = session.Seen();
  const int first = co_await session.Connect();
  co_await session.Rest();
  for (int clients = 2; clients <= kMostTogether; ++clients) {
    if (!IsPutAside(idle, session.Seen(), first)) co_return sandbox::Result<void>();
    const std::uint64_t heard = session.client(first).seen().bytes_received;
    co_await session.Connect();
    co_await session.Rest();
    // A client that was lost when the next one came is not listened to then either.
    if (session.Seen().ListensTo(first) || session.client(first).seen().bytes_received > heard) {
      facts->clients_together = clients;
      co_return sandbox::Result<void>();
    }
  }
  co_return sandbox::Result<void>();
}

}  // namespace checker
