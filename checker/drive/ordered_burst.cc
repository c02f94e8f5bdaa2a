#include "checker/drive/ordered_burst.h"

#include "checker/drive/nonce.h"
#include "checker/drive/server_held_back.h"

namespace checker {
namespace {

// True if the server's end was open before, and the reset has reached it.
bool Part(Session& session, int client, Parting parting) {
  const ClientEnd end = session.client(client).End();
  const bool was_open = ServersEndIsOpen(session, end);
  if (parting == Parting::kFinThenReset) session.HalfClose(client);
  session.Reset(client);
  return was_open && !ServersEndIsOpen(session, end);
}

}  // namespace

Task<bool> LeaveBeforeTheReply(Session& session, int client, Parting parting) {
  const std::vector<std::string> parts = session.facts().exchange->parts;
  const std::string nonce = session.FreshNonce();
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    session.SendBytes(client, WithNonce(parts[i], nonce));
    co_await session.Rest();
  }
  const ServerHeldBack held_back(session);
  session.SendBytes(client, WithNonce(parts.back(), nonce));
  const bool parted = Part(session, client, parting);
  co_return parted&& held_back.NobodyRan();
}

Task<bool> ComeAndLeave(Session& session, Parting parting) {
  co_await session.Rest();
  const ServerHeldBack held_back(session);
  const std::vector<int> clients = session.ConnectAtOnce(1);
  const bool parted = Part(session, clients.front(), parting);
  co_return parted&& held_back.NobodyRan();
}

}  // namespace checker
