#include "checker/drive/client_dialogue.h"

namespace checker {

Task<void> Greet(ClientSession& session) {
  if (session.facts().speaks_first != Speaker::kServer) co_return;
  co_await session.Rest();
  session.Send("welcome" + EndOfMessage(session.facts().framing));
}

}  // namespace checker
