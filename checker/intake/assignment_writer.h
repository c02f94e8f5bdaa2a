// Assignment files to begin with.
#pragma once

#include <string>

#include "checker/model/score_report.h"

namespace checker {

// A file that explains itself, for a course of fork servers; valid as it is.
std::string StarterAssignment(const std::string& id);

// What grading a submission as `auto` found out, said as demands: how it is started, how it talks,
// its design, and the points that each check had. `reference`: the submission's path, as the file
// is to name it.
std::string LearntAssignment(const ScoreReport& report, const std::string& id,
                             const std::string& reference);

// Letters, digits, "-", "_" and "." only, so that it can be an id and a file's name; "assignment"
// where nothing is left.
std::string AsAssignmentId(const std::string& name);

}  // namespace checker
