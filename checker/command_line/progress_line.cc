#include "checker/command_line/progress_line.h"

#include <algorithm>
#include <ostream>

namespace checker {
namespace {

constexpr const char* kEraseLine = "\r\x1b[K";

// A line as wide as the terminal would wrap, and could not be erased.
std::string_view Fitting(std::string_view text, int width) {
  const auto room = static_cast<std::size_t>(std::max(width - 1, 1));
  if (text.size() <= room) return text;
  std::size_t end = room;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace

ProgressLine::ProgressLine(Mode mode, int width, std::ostream& out)
    : mode_(mode), width_(width), out_(out) {}

ProgressLine::~ProgressLine() { Clear(); }

void ProgressLine::Show(std::string_view text) {
  if (mode_ == Mode::kLines) out_ << text << std::endl;
  if (mode_ != Mode::kLive) return;
  out_ << kEraseLine << Fitting(text, width_) << std::flush;
  shown_ = true;
}

void ProgressLine::Clear() {
  if (shown_) out_ << kEraseLine << std::flush;
  shown_ = false;
}

}  // namespace checker
