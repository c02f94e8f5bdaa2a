// A child inherits every descriptor that its parent has open. If the parent keeps old connections, each new child holds the
// connections of strangers, could read what they say, and keeps them from ending.
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
}

Verdict Judge(const Evidence& evidence) {
  const Observation& held = evidence.At("held");
  if (auto ended = FailIfEnded(held, "while clients were held")) return Untested(ended->rationale);
  const std::set<int> children = BornSince(evidence.At("idle"), held);
  if (children.size() < 2) {
    return Untested("There were no two children at the same time: " + DescribeTasks(held) + ".");
  }
  if (!held.Decided()) {
    return Unresolved("The server did not come to rest: " + DescribeTasks(held) + ".");
  }
  for (const int child : children) {
    std::set<int> clients;
    for (const DescriptorSeen& descriptor : held.descriptors) {
      if (descriptor.pid == child && descriptor.target.kind == Target::Kind::kClient) {
        clients.insert(descriptor.target.client);
      }
    }
    if (clients.size() < 2) continue;
    std::vector<std::string> names;
    for (const int client : clients) names.push_back(std::to_string(client));
    return Fail("The child pid " + std::to_string(child) + " holds the connections of clients " +
                Joined(names) + ".");
  }
  return Pass("Each of " + std::to_string(children.size()) + " children holds one client's connection and no other.");
}

const Check kCheck{
    .id = "descriptors/child_holds_only_its_own_client",
    .title = "child holds only its own client",
    .requirement = "A child MUST hold no other client's connection.",
    .see = {"fork(2)", "close(2)"},
    .hint = "close(newsock) in the parent before it accepts the next client; then there is nothing to inherit.",
    .applies_to = {Design::kFork},
    .needs = {Need::kHeldClient},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"descriptors/parent_closes_connected_socket", "processes/child_never_accepts"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
