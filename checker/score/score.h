// Outcomes and weights -> points.
#pragma once

#include <vector>

#include "checker/model/assignment.h"
#include "checker/model/score_report.h"

namespace checker {

struct Scored {
  std::vector<CheckResult> checks;  // as given, with points and max_points filled in
  Score score;
};

// checks: every check that applies, with its outcome and explained_by, in the catalogue's order. not_applicable: ids that do
// not apply (weighted ones give full points if the assignment demands no design, else count as untested).
Scored ComputeScore(const Assignment& assignment, std::vector<CheckResult> checks,
                    const std::vector<NotApplicable>& not_applicable);

// The exit code of a grading: 0 full marks, 1 points were lost, 2 undecided and nothing failed. (design: 1 before 2.)
int ExitCode(const ScoreReport& report);

}  // namespace checker
