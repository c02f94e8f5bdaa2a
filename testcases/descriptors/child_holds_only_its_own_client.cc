// A child inherits every descriptor that its parent has open. If the parent keeps old connections,
// each new child holds the connections of strangers, could read what they say, and keeps them from
// ending.
#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kClients = 3;

Task<void> Exercise(Session& session) {
  co_await session.Rest("idle");
  for (int i = 0; i < std::min(kClients, session.clients_to_hold()); ++i) {
    const int client = co_await session.Connect();
    co_await session.HearGreeting(client);
    co_await session.Rest();
  }
  session.Remember("held");
  if (!BornSince(session.At("idle"), session.Seen()).empty()) co_return;
  // Children that live too short to be looked at are read just before they end.
  if (!co_await session.Relaunch() || !session.Trace()) co_return;
  for (int i = 0; i < kClients; ++i) {
    const int client = co_await session.Connect();
    co_await session.Converse(client, "");
    co_await session.HangUp(client);
    co_await session.Rest();
  }
}

std::string Numbers(const std::vector<int>& clients) {
  std::vector<std::string> words;
  for (const int client : clients) words.push_back(std::to_string(client));
  return Joined(words);
}

std::optional<Verdict> JudgeExits(const Evidence& evidence) {
  if (evidence.exits.empty()) return std::nullopt;
  for (const ExitSeen& exit : evidence.exits) {
    const std::vector<int> clients = exit.Clients();
    if (clients.size() < 2) continue;
    return Fail("The child pid " + std::to_string(exit.pid) + " held the connections of clients " +
                    Numbers(clients) + " when it ended.",
                Proof::kEvent);
  }
  return Pass("Each child held one client's connection at most when it ended.");
}

Verdict Judge(const Evidence& evidence) {
  const Observation& held = evidence.At("held");
  if (auto ended = FailIfEnded(held, "while clients were held")) return Untested(ended->rationale);
  const std::set<int> children = BornSince(evidence.At("idle"), held);
  if (children.empty()) {
    if (auto judged = JudgeExits(evidence)) return *judged;
    return Unresolved("No child lived long enough to be seen.");
  }
  if (!held.Decided()) {
    return Unresolved("The server did not come to rest: " + DescribeTasks(held) + ".");
  }
  for (const int child : children) {
    std::set<int> clients;
    for (const DescriptorSeen& descriptor : held.descriptors) {
      if (descriptor.pid == child && descriptor.target.kind == Target::Kind::kClient) {
        clients.insert(descriptor.target.client % kPartner);
      }
    }
    if (clients.size() < 2) continue;
    return Fail("The child pid " + std::to_string(child) + " holds the connections of clients " +
                Numbers({clients.begin(), clients.end()}) + ".");
  }
  return Pass("Each child (" + Pids({children.begin(), children.end()}) +
              ") holds one client's connection and no other.");
}

const Check kCheck{
    .id = "descriptors/child_holds_only_its_own_client",
    .title = "child holds only its own client",
    .requirement = "A child MUST hold no other client's connection.",
    .see = {"fork(2)", "close(2)"},
    .hint =
        "close(newsock) in the parent before it accepts the next client; then there is nothing to "
        "inherit.",
    .applies_to = {Design::kFork},
    .needs = {Need::kOwnDialogue},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"descriptors/parent_closes_connected_socket", "processes/child_never_accepts"},
    .suspect = Suspect::kAccept,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
