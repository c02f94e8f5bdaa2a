#include "checker/build/build_output.h"

#include <algorithm>

namespace checker {
namespace {

constexpr char kEscape = '\x1B';
constexpr char kBell = '\x07';

// text[at] is ESC: the index behind its sequence (ECMA-48 control sequences, and OSC strings up to
// BEL or ESC \).
std::size_t BehindEscape(std::string_view text, std::size_t at) {
  if (++at >= text.size()) return at;
  if (text[at] == '[') {
    ++at;
    while (at < text.size() && text[at] >= 0x20 && text[at] <= 0x3F) ++at;
    return std::min(at + 1, text.size());
  }
  if (text[at] != ']') return at + 1;
  while (at < text.size() && text[at] != kBell && text[at] != kEscape && text[at] != '\n') ++at;
  if (at + 1 < text.size() && text[at] == kEscape && text[at + 1] == '\\') return at + 2;
  return at < text.size() && text[at] == kBell ? at + 1 : at;
}

}  // namespace

void HeadAndTail::Add(std::string_view bytes) {
  total_ += bytes.size();
  const auto into_head = std::min(bytes.size(), half_ - head_.size());
  head_ += bytes.substr(0, into_head);
  tail_ += bytes.substr(into_head);
  if (tail_.size() > 2 * half_) tail_.erase(0, tail_.size() - half_);
}

std::string HeadAndTail::Text() const {
  const std::string_view tail =
      std::string_view(tail_).substr(tail_.size() > half_ ? tail_.size() - half_ : 0);
  const auto missing = total_ - head_.size() - tail.size();
  if (missing == 0) return head_ + std::string(tail);
  return head_ + "\n... " + std::to_string(missing) + " bytes left out ...\n" + std::string(tail);
}

std::string PlainText(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == kEscape) {
      at = BehindEscape(text, at);
      continue;
    }
    const bool control =
        (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
    if (!control) plain += c;
    ++at;
  }
  return plain;
}

}  // namespace checker
