#include "checker/learn/escalation.h"

#include <algorithm>

#include "checker/drive/nonce.h"

namespace checker {
namespace {

constexpr int kMostOperatorLines = 3;

// Waits for bytes or the end; where the server asks its operator instead, types for it. True if
// something came.
Task<bool> Listen(Session& session, int client, std::size_t heard_before, bool may_type,
                  Heard* heard) {
  Client& mine = session.client(client);
  for (int typed = 0;; ++typed) {
    // To rest, and not just to the first byte: a reply may come in pieces.
    co_await session.Rest();
    if (mine.seen().received.size() > heard_before || mine.ended()) co_return true;
    const bool asks = session.Seen().AtRest() && session.Seen().AsksOperator();
    if (!may_type || !asks || typed >= kMostOperatorLines) co_return false;
    heard->operator_nonces.push_back(session.FreshNonce());
    heard->asked_operator = true;
    session.TypeLine(heard->operator_nonces.back());
  }
}

std::uint64_t WholeLength(const Observation& seen, int client) {
  for (const TaskSeen& task : seen.tasks) {
    if (task.waits_for_all && task.WaitsOnClient(client)) return task.wait_length;
  }
  return 0;
}

// It has been speaking, unasked, until our patience was at an end, and speaks on.
Task<bool> SpeaksOnAndOn(Session& session, int client) {
  const ClientSeen& mine = session.client(client).seen();
  const std::size_t before = mine.received.size();
  if (before == 0 || mine.eof || mine.reset || session.facts().sleeps_ms == 0) co_return false;
  const ClientSeen* heard = &mine;
  const Settled settled = co_await session.Until(
      [heard, before](const Look&) { return heard->received.size() > before; });
  co_return settled == Settled::kReached;
}

Task<void> HearFirstWords(Session& session, int client, Heard* heard) {
  const Settled settled = co_await session.Rest();
  if (settled == Settled::kBackstop) heard->streams = co_await SpeaksOnAndOn(session, client);
  const Observation& silent = session.Seen();
  for (const TaskSeen& task : silent.tasks) {
    if (task.WaitsOnClient(client) && task.wait_length > 0)
      heard->first_read_length = task.wait_length;
  }
  heard->accepted = session.WasAccepted(client);
  // Nobody listens to the client, and somebody waits for the operator: the operator speaks first.
  const bool operator_first = heard->accepted && silent.AsksOperator() &&
                              !silent.ListensTo(client) &&
                              session.client(client).seen().received.empty();
  if (operator_first) {
    co_await Listen(session, client, 0, true, heard);
    heard->greeting_was_typed = !session.client(client).seen().received.empty();
    if (!heard->greeting_was_typed) heard->operator_nonces.clear();
  }
  heard->asked_operator = false;
  heard->greeting = session.client(client).seen().received;
  heard->greeting_closes = session.client(client).ended();
}

// What is answered to it is no reply.
Task<void> SayOpening(Session& session, int client, std::vector<std::string> opening,
                      Heard* heard) {
  const std::string name = session.FreshNonce();
  for (const std::string& part : opening) {
    const std::size_t before = session.client(client).seen().received.size();
    session.SendBytes(client, WithNonce(part, name));
    co_await Listen(session, client, before, true, heard);
  }
  heard->asked_operator = false;
}

}  // namespace

Task<Heard> Escalate(Session& session, Candidate candidate) {
  const std::vector<std::string>& parts = candidate.parts;
  const bool fin = candidate.framing == Framing::kEof;
  Heard heard;
  const int client = co_await session.Connect();
  co_await HearFirstWords(session, client, &heard);
  if (heard.accepted && !heard.greeting_closes && !heard.streams && !candidate.opening.empty())
    co_await SayOpening(session, client, candidate.opening, &heard);
  const std::size_t before = session.client(client).seen().received.size();
  const int last = static_cast<int>(parts.size()) + (fin ? 1 : 0);
  for (int step = 0; step < last && !heard.greeting_closes && !heard.streams && heard.accepted;
       ++step) {
    if (step < static_cast<int>(parts.size())) {
      const std::string& part = parts[static_cast<std::size_t>(step)];
      if (part.find("{nonce}") != std::string::npos) heard.nonces.push_back(session.FreshNonce());
      session.SendBytes(client, WithNonce(part, heard.nonces.empty() ? "" : heard.nonces.back()));
    } else {
      session.HalfClose(client);
    }
    if (!co_await Listen(session, client, before, true, &heard)) continue;
    heard.step = step;
    break;
  }
  const ClientSeen& mine = session.client(client).seen();
  heard.reply = mine.received.substr(std::min(before, mine.received.size()));
  heard.closed = mine.eof || mine.reset;
  heard.reset = mine.reset;
  const ConnectionSeen* connection = session.Seen().Connection(client);
  heard.whole_length = WholeLength(session.Seen(), client);
  heard.taken = connection == nullptr || connection->unread == 0;
  heard.alive = session.Seen().alive;
  for (const TaskSeen* zombie : session.Seen().Zombies()) {
    heard.handler_was_killed = heard.handler_was_killed || (zombie->exit_status & 0x7f) != 0;
  }
  co_return heard;
}

}  // namespace checker
