// What compilers and make print: bounded, and as plain text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace checker {

// Keeps the first and the last half of `capacity` bytes of a stream of any length.
class HeadAndTail {
 public:
  explicit HeadAndTail(std::size_t capacity) : half_(capacity / 2) {}

  void Add(std::string_view bytes);
  std::size_t total() const { return total_; }
  // Between head and tail stands a line that says how much is missing.
  std::string Text() const;

 private:
  std::size_t half_;
  std::size_t total_ = 0;
  std::string head_;
  std::string tail_;  // at least the last half_ bytes behind head_
};

// Without terminal escape sequences and control characters other than newline and tab.
std::string PlainText(std::string_view text);

}  // namespace checker
