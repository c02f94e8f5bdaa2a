// What is being done now, on standard error: one line that is overwritten where that is a terminal,
// else one line each if asked for, else nothing.
#pragma once

#include <iosfwd>
#include <string_view>

namespace checker {

class ProgressLine {
 public:
  enum class Mode { kSilent, kLines, kLive };

  ProgressLine(Mode mode, int width, std::ostream& out);
  ~ProgressLine();  // leaves no live line behind
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void Show(std::string_view text);
  void Clear();

 private:
  const Mode mode_;
  const int width_;
  std::ostream& out_;
  bool shown_ = false;
};

}  // namespace checker
