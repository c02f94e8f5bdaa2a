// What is said about a whole class: of each submission's score report as much as that takes, so
// that thirty thousand of them fit into memory. Made by checker/batch, written by reports/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/model/score_report.h"

namespace checker {

struct ClassCheck {
  std::string id;
  std::string title;
  bool must = true;
};

struct ClassMark {
  std::uint16_t check = 0;  // index into ClassReport::checks
  Outcome outcome = Outcome::kUnresolved;
  bool consequence = false;  // another failed check explains it
  std::int16_t points = 0;
  std::int16_t max_points = 0;
};

enum class Standing {
  kGraded,
  kFailed,   // the checker or its machine failed; nothing is known about the submission
  kMissing,  // not graded yet
};

struct ClassMember {
  std::string name;  // of the submission, unique in its class
  Standing standing = Standing::kMissing;
  std::string trouble;  // kFailed: "operation: reason". kGraded: of a later grading that failed
  // The others only where it is graded.
  Score score;
  bool builds = true;
  std::string sha256;
  std::string page;  // the student's report, relative to where the class's own is written
  std::vector<ClassMark> marks;  // in the order of ClassReport::checks
};

struct ClassReport {
  std::string assignment_id;
  std::string assignment_title;
  std::vector<ClassCheck> checks;    // all that any submission was held to
  std::vector<ClassMember> members;  // sorted by name
};

}  // namespace checker
