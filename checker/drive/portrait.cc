#include "checker/drive/portrait.h"

#include <algorithm>

namespace checker {
namespace {

constexpr int kClientsInPicture = 3;

// Whether a next step still has something to show.
bool Remembered(Session& session, std::string label) {
  session.Remember(std::move(label));
  const Observation& seen = session.Seen();
  return seen.AtRest() && seen.alive;
}

Task<void> ComeTalkAndLeave(Session& session) {
  const int count = std::min(kClientsInPicture, session.clients_to_hold());
  co_await session.Rest();
  if (!Remembered(session, "launched")) co_return;
  for (int i = 0; i < count; ++i) {
    co_await session.Connect();
    co_await session.Rest();
    if (!Remembered(session, "a client has come")) co_return;
  }
  for (int client = session.client_count(); client >= 1; --client) {
    if (!session.WasAccepted(client)) continue;
    co_await session.Converse(client, "");
    co_await session.RestAndType();
    if (!Remembered(session, "a client has talked")) co_return;
  }
  for (int client = 1; client <= session.client_count(); ++client) {
    co_await session.Leave(client);
    co_await session.RestAndType();
    if (!Remembered(session, "a client has left")) co_return;
  }
}

}  // namespace

Task<Evidence> SitForPortrait(LaunchPlan plan, ServerFacts facts, int clients_held) {
  Session session(plan, facts, clients_held);
  const auto start = co_await session.Launch();
  const bool listens = start && *start == Start::kListening;
  if (listens) co_await ComeTalkAndLeave(session);
  co_return session.TakeEvidence();
}

}  // namespace checker
