// The summary that a student reads after a run.
#pragma once

#include <iosfwd>

#include "checker/model/score_report.h"
#include "reports/report.h"

namespace reports {

void WriteTerminal(const checker::ScoreReport& report, const Style& style, std::ostream& out);
void WriteTerminalError(const checker::InfrastructureError& error, const Style& style,
                        std::ostream& out);

}  // namespace reports
