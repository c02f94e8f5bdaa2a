// A finished ScoreReport -> text. One format, one file; each is a pure function of the report (and
// of the catalogue, which is fixed: manual pages stand there).
//
//   if (const auto* format = reports::FindFormat("json")) format->write(report, {}, std::cout);
#pragma once

#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "checker/model/score_report.h"

namespace reports {

// How much a format that people read may do. Formats for machines ignore it.
struct Style {
  bool colour = false;   // ANSI colours: standard output is a terminal and NO_COLOR is not set
  bool verbose = false;  // evidence of passed checks too
  int width = 80;        // columns
  // What a platform says in environment variables, for its format to repeat: those of
  // EnvironmentNames().
  std::map<std::string, std::string> environment;
};

struct Format {
  std::string_view name;  // "json", "terminal"
  std::string_view describes;
  checker::Audience audience;  // who reads it, unless it is said otherwise
  void (*write)(const checker::ScoreReport& report, const Style& style, std::ostream& out);
  // The document that takes a report's place when the checker itself failed.
  void (*write_error)(const checker::InfrastructureError& error, const Style& style,
                      std::ostream& out);
};

const std::vector<Format>& Formats();
const Format* FindFormat(std::string_view name);  // nullptr: there is none
const std::vector<const char*>& EnvironmentNames();

// Bytes from a student's program -> valid UTF-8 without control characters but \n and \t. What is
// taken out stays readable ("\x1b", "\xff"). Longer than max_bytes (at least 32) is cut at a
// character, with a mark that says how much is missing. Sanitizing twice changes nothing.
std::string Sanitized(std::string_view bytes, std::size_t max_bytes);

// The report with every text Sanitized. The one place where a student's bytes are made harmless:
// every format starts from it and escapes only what its own syntax asks for.
checker::ScoreReport Sanitized(checker::ScoreReport report);
checker::InfrastructureError Sanitized(checker::InfrastructureError error);

}  // namespace reports
