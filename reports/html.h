// The score report as one HTML file that needs nothing else: no script, no font, no network.
#pragma once

#include <iosfwd>

#include "checker/model/score_report.h"
#include "reports/report.h"

namespace reports {

void WriteHtml(const checker::ScoreReport& report, const Style& style, std::ostream& out);
void WriteHtmlError(const checker::InfrastructureError& error, const Style& style,
                    std::ostream& out);

}  // namespace reports
