// What Autolab reads from an autograder's output: text, a line of feedback, and the scores as the
// last line. The assessment's one problem is called "points".
#pragma once

#include <iosfwd>

#include "checker/model/score_report.h"
#include "reports/report.h"

namespace reports {

void WriteAutolab(const checker::ScoreReport& report, const Style& style, std::ostream& out);
void WriteAutolabError(const checker::InfrastructureError& error, const Style& style,
                       std::ostream& out);

}  // namespace reports
