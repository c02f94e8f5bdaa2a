#include "checker/drive/ask.h"

#include <utility>

namespace checker {
namespace {

Served HowServed(const Session& session, int client, const Observation& after) {
  const ClientSeen& mine = *after.Client(client);
  if (mine.refused) return Served::kRefused;
  if (!mine.received.empty()) return Served::kReplied;
  if (mine.reset) return Served::kReset;
  if (mine.eof) return Served::kClosed;
  if (!after.Decided()) return Served::kUndecided;
  return session.WasAccepted(client) ? Served::kSilent : Served::kNotAccepted;
}

Task<void> AskAndRecord(Session& session, std::string request, std::string label, bool half_close) {
  const int client = co_await session.Connect();
  session.SendBytes(client, request);
  if (half_close) session.HalfClose(client);
  // To rest, and not to the end of the reply: what comes behind it counts too.
  co_await session.Rest();
  const Observation after = session.Seen();
  ExchangeSeen exchange{
      .label = std::move(label), .client = client, .sent = std::move(request), .after = after};
  exchange.received = after.Client(client)->received;
  exchange.served = HowServed(session, client, after);
  session.Note(EvidenceKind::kClient,
               "received " + std::to_string(exchange.received.size()) + " bytes", client);
  session.Record(std::move(exchange));
  co_await session.Leave(client);
}

}  // namespace

Task<void> Ask(Session& session, std::string request, std::string label) {
  co_await AskAndRecord(session, std::move(request), std::move(label), false);
}

Task<void> AskAndHalfClose(Session& session, std::string request, std::string label) {
  co_await AskAndRecord(session, std::move(request), std::move(label), true);
}

}  // namespace checker
