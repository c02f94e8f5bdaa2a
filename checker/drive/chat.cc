#include "checker/drive/chat.h"

#include "checker/drive/nonce.h"

namespace checker {
namespace {

std::string JoinWords(const SharedState& shared) {
  return shared.chat_room ? shared.chat_room->join : shared.auction->join;
}

}  // namespace

Task<std::vector<int>> Join(Session& session, int count) {
  const std::string join = JoinWords(*session.facts().shared_state);
  std::vector<int> members;
  for (int i = 0; i < count; ++i) {
    const int member = co_await session.Connect();
    if (!join.empty()) session.SendBytes(member, WithNonce(join, session.FreshNonce()));
    co_await session.Rest();
    members.push_back(member);
  }
  co_return members;
}

void SayInRoom(Session& session, int member, const std::vector<int>& audience) {
  const std::string word = session.FreshNonce();
  session.SendBytes(member, WithNonce(session.facts().shared_state->chat_room->say, word));
  session.Record(ChatMessage{member, word, audience});
}

}  // namespace checker
