// Descriptor numbers come back: a member that is still on the list after it left is soon somebody
// else, or nobody, and a message to nobody may end the server (SIGPIPE).
#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kMembers = 4;

// Everybody in turn, twice: the first message to somebody who has left goes through, the second one
// does not.
Task<void> TalkInTurn(Session& session, std::vector<int> members) {
  for (int round = 0; round < 2; ++round) {
    for (const int member : members) {
      SayInRoom(session, member, members);
      co_await session.Rest();
    }
  }
}

Task<void> Exercise(Session& session) {
  const std::vector<int> all =
      co_await Join(session, std::min(kMembers, session.clients_to_hold()));
  if (all.size() < kMembers) co_return;
  co_await session.HangUp(all[1]);
  co_await session.Rest();
  const std::vector<int> three = {all[0], all[2], all[3]};
  co_await TalkInTurn(session, three);
  session.Reset(all[2]);
  co_await session.Rest();
  const std::vector<int> two = {all[0], all[3]};
  co_await TalkInTurn(session, two);
  // accept(2) has reserved its number when it begins to wait: only the second new member may get
  // one of those that became free.
  const std::vector<int> fresh = co_await Join(session, 2);
  const std::vector<int> with_new = {all[0], all[3], fresh.front(), fresh.back()};
  co_await TalkInTurn(session, with_new);
  co_await session.Rest("all was said");
}

Verdict Judge(const Evidence& evidence) {
  if (!evidence.Has("all was said"))
    return Untested("It needs four members at once, and the server serves fewer.");
  const Observation& end = evidence.At("all was said");
  if (auto ended = FailIfEnded(end, "when members had left and the others went on talking"))
    return *ended;
  if (!end.Decided()) return Unresolved("The server did not come to rest.");
  if (const auto flaw =
          FindChatFlaw(ChatHistoryOf(evidence), *evidence.server.shared_state->chat_room)) {
    return Fail("Client 2 left, then client 3 with a reset, then clients 5 and 6 came in. " + *flaw,
                Proof::kEvent);
  }
  return Pass(
      "One member left, one was reset, two came anew: those who were there heard everything, "
      "once.");
}

const Check kCheck{
    .id = "shared_state/forgets_members_who_left",
    .title = "forgets members who left",
    .requirement = "A member who left MUST not receive or break later messages.",
    .see = {"close(2)", "send(2)"},
    .hint =
        "When recv() returns 0 or -1, take exactly this member off the list, under the lock and "
        "before close(); send with "
        "MSG_NOSIGNAL.",
    .needs = {Need::kChatRoom},
    .after = {"shared_state/broadcasts_to_every_member"},
    .root_causes = {"shared_state/broadcasts_to_every_member",
                    "robustness/survives_connection_reset"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
