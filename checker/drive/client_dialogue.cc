#include "checker/drive/client_dialogue.h"

namespace checker {

std::string EndOfMessage(Framing framing) {
  switch (framing) {
    case Framing::kLf:
      return "\n";
    case Framing::kCrLf:
      return "\r\n";
    case Framing::kNul:
      return std::string(1, '\0');
    default:
      return "";
  }
}

Task<void> Greet(ClientSession& session) {
  if (session.facts().speaks_first != Speaker::kServer) co_return;
  co_await session.Rest();
  session.Send("welcome" + EndOfMessage(session.facts().framing));
}

}  // namespace checker
