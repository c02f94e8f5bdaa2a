#include "checker/drive/message.h"

#include "checker/drive/nonce.h"

namespace checker {
std::string MessageWith(const ServerFacts& facts, const std::string& text) {
  if (!facts.exchange) return text;
  std::string message;
  for (const std::string& part : facts.exchange->parts) message += part;
  const bool has_nonce = message.find("{nonce}") != std::string::npos;
  return has_nonce ? WithNonce(message, text) : text + EndOfMessage(facts.exchange->framing);
}

Task<void> SayWithoutListening(Session& session, int client) {
  if (!session.facts().exchange) co_return;
  const std::vector<std::string> parts = session.facts().exchange->parts;
  const std::string nonce = session.FreshNonce();
  for (std::size_t i = 0; i < parts.size() && !session.client(client).ended(); ++i) {
    session.SendBytes(client, WithNonce(parts[i], nonce));
    if (i + 1 < parts.size()) co_await session.UntilTaken(client);
  }
  if (session.facts().exchange->framing == Framing::kEof) session.HalfClose(client);
}

}  // namespace checker
