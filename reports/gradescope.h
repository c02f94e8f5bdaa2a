// Gradescope's results.json.
#pragma once

#include <iosfwd>

#include "checker/model/score_report.h"
#include "reports/report.h"

namespace reports {

void WriteGradescope(const checker::ScoreReport& report, const Style& style, std::ostream& out);
void WriteGradescopeError(const checker::InfrastructureError& error, const Style& style,
                          std::ostream& out);

}  // namespace reports
