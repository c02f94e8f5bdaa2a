// One row of comma-separated values with a header (RFC 4180); a column for each graded check.
#pragma once

#include <iosfwd>

#include "checker/model/score_report.h"
#include "reports/report.h"

namespace reports {

void WriteCsv(const checker::ScoreReport& report, const Style& style, std::ostream& out);
void WriteCsvError(const checker::InfrastructureError& error, const Style& style,
                   std::ostream& out);

}  // namespace reports
