// What students may see of a report, as the assignment says.
#pragma once

#include "checker/model/score_report.h"

namespace reports {

// Of checks whose outcome alone is shown, the outcome; and nobody else mentions a check that is not
// shown.
checker::ScoreReport WithoutDetails(checker::ScoreReport report);

// The same, and one entry stands for all the checks that are not shown: their points are part of
// the score.
checker::ScoreReport ForStudents(checker::ScoreReport report);

checker::ScoreReport For(checker::Audience audience, checker::ScoreReport report);

}  // namespace reports
