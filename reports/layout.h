// Text for a terminal: widths, wrapping, ink.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "reports/report.h"

namespace reports {

enum class Ink { kPlain, kStrong, kFaint, kGood, kBad, kUnsure };

// Columns that valid UTF-8 takes: wide characters two, combining ones none.
int DisplayWidth(std::string_view text);

// The text with newlines and tabs made visible, for places where one line must stay one line.
std::string OneLine(std::string_view text);

// Lines of at most `width` columns, broken at spaces; a longer word is broken where it must.
// Newlines count as spaces. Spaces inside a line stay as they are. Never empty.
std::vector<std::string> Wrapped(std::string_view text, int width);

// Writes wrapped text to a stream, with ANSI colours if the style has them.
class Page {
 public:
  Page(const Style& style, std::ostream& out);

  int width() const { return width_; }
  std::string Painted(std::string_view text, Ink ink) const;

  void Blank();
  void Line(std::string_view text);  // as it is
  void Paragraph(int indent, std::string_view text, Ink ink = Ink::kPlain);
  // "  label     text that goes on
  //             under itself"; the text begins at column `text_column`.
  void Item(int indent, std::string_view label, int text_column, std::string_view text,
            Ink ink = Ink::kPlain);
  // One line with `right` at the right margin; on two lines where it does not fit.
  void Spread(std::string_view left, Ink left_ink, std::string_view right, Ink right_ink);

 private:
  bool colour_;
  int width_;
  std::ostream& out_;
};

}  // namespace reports
