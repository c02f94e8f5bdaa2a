// The Test Anything Protocol: version 14, and 13 for harnesses that refuse 14.
#pragma once

#include <iosfwd>

#include "checker/model/score_report.h"
#include "reports/report.h"

namespace reports {

void WriteTap(const checker::ScoreReport& report, const Style& style, std::ostream& out);
void WriteTapError(const checker::InfrastructureError& error, const Style& style,
                   std::ostream& out);
void WriteTap13(const checker::ScoreReport& report, const Style& style, std::ostream& out);
void WriteTap13Error(const checker::InfrastructureError& error, const Style& style,
                     std::ostream& out);

}  // namespace reports
