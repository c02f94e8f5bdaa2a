// A room is one place: what somebody says there everybody hears, once, in the order in which it was
// said.
#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kMembers = 5;
constexpr int kMessagesAtOnce = 10;

Task<void> Exercise(Session& session) {
  const int count = std::min(kMembers, session.clients_to_hold());
  const std::vector<int> members = co_await Join(session, count);
  for (const int member : members) {
    SayInRoom(session, member, members);
    co_await session.Rest();
  }
  // Now all at the same time: whoever shares a list or a buffer without a lock mixes them up.
  for (int i = 0; i < kMessagesAtOnce; ++i) {
    for (const int member : members) SayInRoom(session, member, members);
  }
  co_await session.Rest("all was said");
}

Verdict Judge(const Evidence& evidence) {
  const Observation& end = evidence.At("all was said");
  if (auto ended = FailIfEnded(end, "while members talked")) return *ended;
  if (!end.Decided()) return Unresolved("The server did not come to rest.");
  for (const ClientSeen& member : end.clients) {
    if (!member.eof && !member.reset && !member.refused) continue;
    return Fail(
        "Client " + std::to_string(member.client) + " lost its connection while members talked.",
        Proof::kEvent);
  }
  const ChatHistory history = ChatHistoryOf(evidence);
  if (const auto flaw = FindChatFlaw(history, *evidence.server.shared_state->chat_room)) {
    return Fail(*flaw + " The server is at rest, and nothing is on its way.", Proof::kEvent);
  }
  return Pass(std::to_string(history.said.size()) + " messages of " +
              Plural(static_cast<std::int64_t>(end.clients.size()), "member") +
              " reached everybody once and in order.");
}

const Check kCheck{
    .id = "shared_state/broadcasts_to_every_member",
    .title = "broadcasts to every member",
    .requirement =
        "What one member says MUST reach every other member once, messages of one sender in order.",
    .see = {"pthread_mutex_lock(3)", "send(2)"},
    .hint =
        "Keep one list of all members and take one lock for every use of it: joining, leaving, and "
        "the loop that sends a "
        "message to each of them.",
    .needs = {Need::kChatRoom},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"concurrency/serves_second_client_while_first_is_idle",
                    "concurrency/accepts_every_simultaneous_client"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
