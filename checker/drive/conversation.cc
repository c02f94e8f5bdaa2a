// How a client holds a conversation that was learnt: Session's verbs that know the dialogue.
#include <algorithm>

#include "checker/drive/nonce.h"
#include "checker/drive/session.h"

namespace checker {
namespace {

constexpr int kMostOperatorLines = 3;
// 64 KiB in pieces of 1000 bytes, each of which the operator is asked to answer
constexpr int kMostLinesForOthers = 100;

// What the server says unasked is all that it says.
bool GreetingIsReply(const Exchange& exchange) {
  return exchange.greets_and_closes || exchange.streams;
}

}  // namespace

Task<void> Session::HearFirstWords(int number) {
  if (facts().exchange->speaks_first != Speaker::kServer) co_return;
  // Where the operator's words are all that there is to a conversation, they are the reply.
  if (facts().exchange->reply == Reply::kOperator && facts().exchange->parts.empty()) co_return;
  Turn& turn = turns_[static_cast<std::size_t>(number - 1)];
  int typed = 0;
  for (;;) {
    co_await Wait(nullptr);
    const bool asked = facts().exchange->operator_types && client(number).seen().received.empty() &&
                       !client(number).ended();
    if (!asked) break;
    const bool answered = co_await TypeForWaitingHandler(&typed, kMostOperatorLines);
    if (!answered) break;
  }
  turn.heard_before =
      GreetingIsReply(*facts().exchange) ? 0 : client(number).seen().received.size();
}

Task<void> Session::SayOpening(int number) {
  Turn& turn = turns_[static_cast<std::size_t>(number - 1)];
  if (turn.opened) co_return;
  turn.opened = true;
  // By value: learning replaces the exchange while a conversation may be under way.
  const std::vector<std::string> opening = facts().exchange->opening;
  const std::string name = FreshNonce();
  for (const std::string& part : opening) {
    if (client(number).ended()) co_return;
    SendBytes(number, WithNonce(part, name));
    co_await Wait(nullptr);
  }
  turn.heard_before = client(number).seen().received.size();
}

Task<void> Session::HearGreeting(int number) {
  if (!facts().exchange) co_return;
  co_await HearFirstWords(number);
  if (!facts().exchange->opening.empty()) co_await SayOpening(number);
}

std::string Session::Say(int number) {
  Turn& turn = turns_[static_cast<std::size_t>(number - 1)];
  if (!facts().exchange || !GreetingIsReply(*facts().exchange)) {
    turn.heard_before = client(number).seen().received.size();
  }
  turn.nonce = FreshNonce();
  turn.said.clear();
  if (!facts().exchange) return turn.said;
  for (const std::string& part : facts().exchange->parts) turn.said += WithNonce(part, turn.nonce);
  return turn.said;
}

bool Session::ReplyMatches(int number) const {
  const auto& exchange = facts().exchange;
  const Turn& turn = turns_[static_cast<std::size_t>(number - 1)];
  const std::string& all = clients_[static_cast<std::size_t>(number - 1)].seen().received;
  const std::string_view heard =
      std::string_view(all).substr(std::min(turn.heard_before, all.size()));
  if (!exchange || heard.empty()) return false;
  if (exchange->ReturnsNonce()) {
    return heard.find(InForm(turn.nonce, exchange->nonce_form)) != std::string_view::npos;
  }
  switch (exchange->reply) {
    case Reply::kFixed:
      return WithoutNumbers(heard).find(WithoutNumbers(exchange->fixed_reply)) != std::string::npos;
    case Reply::kOperator:
      // Handlers compete for the operator's lines: any line typed at this server may come to any
      // client.
      return std::any_of(typed_.begin(), typed_.end(), [heard](const std::string& line) {
        return heard.find(line) != std::string_view::npos;
      });
    case Reply::kHttp: return heard.starts_with("HTTP/");
    case Reply::kOther: return true;
    case Reply::kEcho:
    case Reply::kUpper:
    case Reply::kNone:
    case Reply::kUnknown: return false;
  }
  return false;
}

// A handler that waits for its operator is given one line; true if one was typed.
Task<bool> Session::TypeForWaitingHandler(int* lines_typed, int most_lines) {
  if (*lines_typed >= most_lines) co_return false;
  if (!Seen().AsksOperator()) co_return false;
  TypeLine(FreshNonce());
  ++*lines_typed;
  co_return true;
}

void Session::SayAtOnce(int number) {
  Turn& turn = turns_[static_cast<std::size_t>(number - 1)];
  std::string opening;
  if (facts().exchange && !turn.opened) {
    const std::string name = FreshNonce();
    for (const std::string& part : facts().exchange->opening) opening += WithNonce(part, name);
  }
  turn.opened = true;
  const std::string message = Say(number);
  SendBytes(number, opening + message);
  if (facts().exchange && facts().exchange->framing == Framing::kEof) HalfClose(number);
}

Task<void> Session::SayInParts(int number) {
  Say(number);
  if (!facts().exchange) co_return;
  // By value: learning replaces the exchange while a conversation may be under way.
  const std::vector<std::string> parts = facts().exchange->parts;
  const std::string nonce = turns_[static_cast<std::size_t>(number - 1)].nonce;
  for (std::size_t i = 0; i < parts.size() && !client(number).ended(); ++i) {
    SendBytes(number, WithNonce(parts[i], nonce));
    if (i + 1 < parts.size()) co_await UntilTaken(number);
  }
}

Task<void> Session::Speak(int number) {
  co_await HearGreeting(number);
  co_await SayInParts(number);
}

Task<Served> Session::Converse(int number, std::string label) {
  co_await Speak(number);
  co_return co_await HearReply(number, std::move(label));
}

Task<void> Session::ServeClients(int count) {
  const bool side_by_side = facts().SleepsLong() && facts().HandlesClientsSideBySide();
  for (int served = 0; served < count && Seen().alive;) {
    const std::vector<int> group = co_await ConnectMany(side_by_side ? count - served : 1);
    if (group.empty()) co_return;
    for (const int number : group) co_await Speak(number);
    for (const int number : group) co_await HearReply(number, "");
    for (const int number : group) co_await Leave(number);
    served += static_cast<int>(group.size());
  }
}

Served Session::ServedWithoutReply(int number, Settled settled) {
  const ClientSeen& mine = client(number).seen();
  if (mine.refused) return Served::kRefused;
  const Observation& seen = Seen();
  // Its SYN was dropped, for the queue is full.
  if (!mine.connected && !mine.gone)
    return seen.AtRest() ? Served::kNotAccepted : Served::kUndecided;
  const ConnectionSeen* connection = seen.Connection(number);
  if (connection != nullptr && connection->in_queue) {
    const bool proved =
        seen.AtRest() || settled == Settled::kSpinning || settled == Settled::kWaking;
    return proved ? Served::kNotAccepted : Served::kUndecided;
  }
  if (mine.reset) return Served::kReset;
  const auto& exchange = facts().exchange;
  const Turn& turn = turns_[static_cast<std::size_t>(number - 1)];
  if (exchange && exchange->HasReply() && mine.received.size() > turn.heard_before) {
    return Served::kWrongReply;
  }
  const bool reply_was_due = exchange && exchange->HasReply();
  if (mine.eof) return reply_was_due || !seen.alive ? Served::kClosed : Served::kTaken;
  const bool taken =
      connection != nullptr && connection->unread == 0 && !seen.Holders(number).empty();
  const bool reply_is_due = reply_was_due && !exchange->operator_types;
  // Whoever has read it waits for more, however many others run on.
  if (taken && !reply_is_due && seen.Burns() && seen.ListensTo(number)) return Served::kTaken;
  if (!seen.AtRest() && settled != Settled::kReached) return Served::kUndecided;
  if (taken && !reply_is_due) return Served::kTaken;
  return Served::kSilent;
}

bool Session::AnotherHeard(int number, const std::string& word) const {
  const auto heard = [number, &word](const Client& other) {
    return other.number() != number && !word.empty() &&
           FindNonce(other.seen().received, word) != NonceForm::kNone;
  };
  return std::any_of(clients_.begin(), clients_.end(), heard) ||
         std::any_of(partners_.begin(), partners_.end(), heard);
}

Task<Served> Session::HearReply(int number, std::string label) {
  Turn& turn = turns_[static_cast<std::size_t>(number - 1)];
  const Client& listening = client(number);
  if (facts().exchange && facts().exchange->framing == Framing::kEof) HalfClose(number);
  int lines_typed = 0;
  Settled settled = Settled::kReached;
  for (;;) {
    settled = co_await Wait([this, number, &listening](const Look&) {
      return ReplyMatches(number) || listening.ended();
    });
    if (ReplyMatches(number) || listening.ended() || settled == Settled::kEnded) break;
    if (settled != Settled::kQuiescent && settled != Settled::kPeriodic) break;
    // Who still waits to be accepted may have to wait until the operator is done with those before.
    const bool answered = co_await TypeForWaitingHandler(
        &lines_typed, WasAccepted(number) ? kMostOperatorLines : kMostLinesForOthers);
    if (!answered) break;
  }
  ExchangeSeen exchange;
  exchange.label = std::move(label);
  exchange.client = number;
  exchange.sent = turn.said;
  exchange.nonce = turn.nonce;
  const std::string& all = listening.seen().received;
  exchange.received = all.substr(std::min(turn.heard_before, all.size()));
  exchange.operator_fed = lines_typed > 0;
  exchange.reply_is_certain = facts().exchange && facts().exchange->ReplyIsCertain();
  exchange.reached_another = AnotherHeard(number, turn.nonce);
  exchange.served = ReplyMatches(number) ? Served::kReplied : ServedWithoutReply(number, settled);
  exchange.after = Seen();
  const Served served = exchange.served;
  if (!exchange.received.empty()) {
    Note(EvidenceKind::kClient, "receives " + std::to_string(exchange.received.size()) + " bytes",
         number);
  }
  if (!exchange.label.empty()) evidence_.exchanges.push_back(std::move(exchange));
  co_return served;
}

}  // namespace checker
