#include "checker/learn/learn.h"

namespace checker {
namespace {

constexpr int kMostClients = 7;

// After how many clients the server ended by itself; 0: it did not, or a signal ended it, which is a crash and no design.
Task<int> CountClientsUntilEnd(Session* session, ServerFacts* facts) {
  for (int count = 1; count <= kMostClients; ++count) {
    const int client = co_await session->Connect();
    co_await session->Converse(client, "");
    co_await session->Leave(client);
    if (session->Seen().Burns()) facts->spins_without_client = true;
    co_await session->Rest();
    const Observation& seen = session->Seen();
    const bool by_signal = seen.end_status && (*seen.end_status & 0x7f) != 0;
    if (by_signal) co_return 0;
    if (!seen.alive || seen.listeners.empty()) co_return count;
    if (seen.Burns()) facts->spins_without_client = true;
    if (!seen.AtRest()) co_return 0;
  }
  co_return 0;
}

}  // namespace

Task<sandbox::Result<void>> LearnLifetime(const LearnRequest& request, ServerFacts* facts) {
  int counts[2] = {0, 0};
  for (int& count : counts) {
    Session session(request.plan, *facts, 0);
    const auto start = co_await session.Launch();
    if (!start) co_return start.error();
    if (*start != Start::kListening) co_return sandbox::Result<void>();
    count = co_await CountClientsUntilEnd(&session, facts);
    if (count == 0) co_return sandbox::Result<void>();
  }
  if (counts[0] == counts[1]) facts->ends_after_clients = counts[0];
  co_return sandbox::Result<void>();
}

}  // namespace checker
