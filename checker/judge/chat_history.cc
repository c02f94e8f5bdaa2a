#include "checker/judge/chat_history.h"

#include <fmt/format.h>

#include <algorithm>

namespace checker {
namespace {

// Where each member heard each message: positions in what it received, by index of the message.
using Positions = std::map<int, std::map<std::size_t, std::size_t>>;

std::size_t CountOf(const std::string& word, const std::string& text) {
  std::size_t count = 0;
  for (auto at = text.find(word); at != text.npos; at = text.find(word, at + word.size())) ++count;
  return count;
}

std::string Called(const ChatMessage& message) {
  return fmt::format("\"{}\", which client {} said", message.word, message.sender);
}

std::optional<std::string> FlawOfDelivery(const ChatMessage& message, int member, std::size_t times,
                                          const ChatRoom& rules) {
  const bool is_sender = member == message.sender;
  if (is_sender && !rules.to_sender) return std::nullopt;  // the room may do as it likes
  const bool due = !is_sender || *rules.to_sender;
  if (due && times == 0) return fmt::format("Client {} never heard {}.", member, Called(message));
  if (!due && times > 0)
    return fmt::format("Client {} heard {}: its own words.", member, Called(message));
  if (times > 1)
    return fmt::format("Client {} heard {}, {} times.", member, Called(message), times);
  return std::nullopt;
}

std::optional<std::string> FindWrongDelivery(const ChatHistory& history, const ChatRoom& rules) {
  for (const ChatMessage& message : history.said) {
    for (const auto& [member, heard] : history.heard) {
      const bool present = std::find(message.audience.begin(), message.audience.end(), member) !=
                           message.audience.end();
      const std::size_t times = CountOf(message.word, heard);
      if (!present && times > 0)
        return fmt::format("Client {} heard {}, when it was no member.", member, Called(message));
      if (!present) continue;
      if (auto flaw = FlawOfDelivery(message, member, times, rules)) return flaw;
    }
  }
  return std::nullopt;
}

Positions PositionsOf(const ChatHistory& history) {
  Positions positions;
  for (const auto& [member, heard] : history.heard) {
    for (std::size_t i = 0; i < history.said.size(); ++i) {
      const std::size_t at = heard.find(history.said[i].word);
      if (at != heard.npos) positions[member][i] = at;
    }
  }
  return positions;
}

std::optional<std::string> FindWrongOrderOfOneSender(const ChatHistory& history,
                                                     const Positions& positions) {
  for (const auto& [member, heard] : positions) {
    std::map<int, std::size_t> previous;  // by sender: its message before
    for (const auto& [message, at] : heard) {
      const int sender = history.said[message].sender;
      const auto before = previous.find(sender);
      if (before != previous.end() && heard.at(before->second) > at) {
        return fmt::format(
            "Client {} said \"{}\" and then \"{}\", and client {} heard them the other way round.",
            sender, history.said[before->second].word, history.said[message].word, member);
      }
      previous[sender] = message;
    }
  }
  return std::nullopt;
}

// Two members that heard the same two messages in different orders.
std::optional<std::string> FindTwoOrders(const ChatHistory& history, const Positions& positions) {
  for (auto one = positions.begin(); one != positions.end(); ++one) {
    for (auto other = std::next(one); other != positions.end(); ++other) {
      // where the one heard it, which message
      std::vector<std::pair<std::size_t, std::size_t>> shared;
      for (const auto& [message, at] : one->second) {
        if (other->second.contains(message)) shared.emplace_back(at, message);
      }
      std::sort(shared.begin(), shared.end());
      for (std::size_t i = 1; i < shared.size(); ++i) {
        const auto [first, second] = std::pair(shared[i - 1].second, shared[i].second);
        if (other->second.at(first) < other->second.at(second)) continue;
        return fmt::format(
            "Client {} heard \"{}\" before \"{}\", and client {} heard them the other way round.",
            one->first, history.said[first].word, history.said[second].word, other->first);
      }
    }
  }
  return std::nullopt;
}

}  // namespace

ChatHistory ChatHistoryOf(const Evidence& evidence) {
  ChatHistory history{.said = evidence.said};
  if (evidence.moments.empty()) return history;
  for (const ClientSeen& client : evidence.moments.back().seen.clients)
    history.heard[client.client] = client.received;
  return history;
}

std::optional<std::string> FindChatFlaw(const ChatHistory& history, const ChatRoom& rules) {
  if (auto flaw = FindWrongDelivery(history, rules)) return flaw;
  const Positions positions = PositionsOf(history);
  if (auto flaw = FindWrongOrderOfOneSender(history, positions)) return flaw;
  return rules.one_order ? FindTwoOrders(history, positions) : std::nullopt;
}

}  // namespace checker
