// SARIF 2.1.0 for code scanning: what is known to be wrong at a line of the sources. It has no
// points.
#pragma once

#include <iosfwd>

#include "checker/model/score_report.h"
#include "reports/report.h"

namespace reports {

void WriteSarif(const checker::ScoreReport& report, const Style& style, std::ostream& out);
void WriteSarifError(const checker::InfrastructureError& error, const Style& style,
                     std::ostream& out);

}  // namespace reports
