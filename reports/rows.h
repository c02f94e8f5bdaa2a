// A report as platforms want it: a list of tests with points and texts. Sanitized and shortened;
// each format escapes what its own syntax asks for.
#pragma once

#include <string>
#include <vector>

#include "checker/model/score_report.h"

namespace reports {

struct Row {
  std::string id;      // "processes/reaps_finished_children"
  std::string folder;  // "processes"
  std::string title;
  std::string message;  // one line: why
  std::string details;  // lines: the requirement, expected, seen, what to look at, evidence
  checker::Outcome outcome = checker::Outcome::kUnresolved;
  int points = 0;
  int max_points = 0;
  int duration_ms = 0;
  std::string file;  // "" where no source line is known
  int line = 0;

  bool graded() const { return max_points > 0; }
  bool passed() const {
    return outcome == checker::Outcome::kPass || (graded() && points == max_points);
  }
  bool undecided() const {
    return outcome == checker::Outcome::kUnresolved || outcome == checker::Outcome::kUnsupported;
  }
};

// The graded checks and the advice, in the report's order. The points of the rows add up to the
// score: what an assignment weighs and this server is not held to has a row of its own.
std::vector<Row> RowsOf(const checker::ScoreReport& sanitized);
std::vector<Row> GradedRowsOf(const checker::ScoreReport& sanitized);

// Points as a part of the maximum, from 0 to 1.
double FractionOf(const checker::Score& score);

// The text's lines, without their newlines; "" has none.
std::vector<std::string> LinesOf(const std::string& text);

}  // namespace reports
