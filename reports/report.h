// A finished ScoreReport -> text. One format, one file; each is a pure function of the report.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "checker/model/score_report.h"

namespace reports {

// How much a format that people read may do.
struct Style {
  bool colour = false;   // ANSI colours: standard output is a terminal and NO_COLOR is not set
  bool verbose = false;  // evidence of passed checks too
  int width = 80;        // columns
};

struct Format {
  std::string_view name;  // "json", "terminal"
  std::string_view describes;
  void (*write)(const checker::ScoreReport& report, const Style& style, std::ostream& out);
};

const std::vector<Format>& Formats();
const Format* FindFormat(std::string_view name);

// Bytes from a student's program -> valid UTF-8 without control characters but \n and \t; longer than max_bytes is cut at a
// character with a mark that says how much is missing.
std::string Sanitized(std::string_view bytes, std::size_t max_bytes);

}  // namespace reports
