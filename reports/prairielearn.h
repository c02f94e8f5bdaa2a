// PrairieLearn's results.json, for its external grader.
#pragma once

#include <iosfwd>

#include "checker/model/score_report.h"
#include "reports/report.h"

namespace reports {

void WritePrairielearn(const checker::ScoreReport& report, const Style& style, std::ostream& out);
void WritePrairielearnError(const checker::InfrastructureError& error, const Style& style,
                            std::ostream& out);

}  // namespace reports
