#include "checker/judge/replies.h"

#include <algorithm>
#include <cctype>

#include "checker/drive/nonce.h"
#include "checker/judge/aftermath.h"

namespace checker {

bool HoldsInOrder(std::string_view text, std::string_view wanted) {
  std::size_t found = 0;
  for (const char byte : text) {
    if (found < wanted.size() && byte == wanted[found]) ++found;
  }
  return found == wanted.size();
}

int CountOf(std::string_view text, std::string_view word) {
  int count = 0;
  if (word.empty()) return count;
  for (auto at = text.find(word); at != text.npos; at = text.find(word, at + word.size())) ++count;
  return count;
}

std::string Likeness(const ExchangeSeen& exchange, NonceForm form) {
  std::string text = exchange.received;
  const std::string word = InForm(exchange.nonce, form);
  for (auto at = text.find(word); !word.empty() && at != text.npos; at = text.find(word, at + 1)) {
    text.replace(at, word.size(), "*");
  }
  return WithoutNumbers(text);
}

std::string AsReplied(std::string sent, NonceForm form) {
  if (form != NonceForm::kUpper) return sent;
  std::transform(sent.begin(), sent.end(), sent.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  return sent;
}

std::optional<int> CrashSeen(const Evidence& evidence, const Observation& seen) {
  for (const ExitSeen& exit : evidence.exits) {
    if (IsCrash(exit.exit_status)) return exit.exit_status;
  }
  for (const TaskSeen* zombie : seen.Zombies()) {
    if (IsCrash(zombie->exit_status)) return zombie->exit_status;
  }
  if (seen.end_status && IsCrash(*seen.end_status)) return seen.end_status;
  return std::nullopt;
}

}  // namespace checker
