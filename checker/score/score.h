// Outcomes and weights -> points.
//
//   auto scored = ComputeScore(assignment, std::move(results), report.not_applicable);
//   report.checks = std::move(scored.checks);
//   report.score = scored.score;
#pragma once

#include <vector>

#include "checker/model/assignment.h"
#include "checker/model/score_report.h"

namespace checker {

struct Scored {
  std::vector<CheckResult> checks;  // as given, with points and max_points filled in
  Score score;
};

// checks: every check that applies, with its outcome and explained_by, in the catalogue's order.
// not_applicable: ids that do not apply. Where an assignment weighs one of them, it counts in
// `score` alone: in full if the assignment demands no design, else as an untested one.
Scored ComputeScore(const Assignment& assignment, std::vector<CheckResult> checks,
                    const std::vector<NotApplicable>& not_applicable);

// The exit code of a grading: 1 a graded check failed and cost points; else 2 a graded check is
// undecided; else 1 points were lost (untested); else 0. Graded means max_points > 0.
int ExitCode(const ScoreReport& report);

}  // namespace checker
