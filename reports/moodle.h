// Moodle: the Virtual Programming Lab's evaluation (with VPL_GRADEMIN and VPL_GRADEMAX), and
// CodeRunner's combinator template grader.
#pragma once

#include <iosfwd>

#include "checker/model/score_report.h"
#include "reports/report.h"

namespace reports {

void WriteVpl(const checker::ScoreReport& report, const Style& style, std::ostream& out);
void WriteVplError(const checker::InfrastructureError& error, const Style& style,
                   std::ostream& out);
void WriteCoderunner(const checker::ScoreReport& report, const Style& style, std::ostream& out);
void WriteCoderunnerError(const checker::InfrastructureError& error, const Style& style,
                          std::ostream& out);

}  // namespace reports
