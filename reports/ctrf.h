// The Common Test Report Format.
#pragma once

#include <iosfwd>

#include "checker/model/score_report.h"
#include "reports/report.h"

namespace reports {

void WriteCtrf(const checker::ScoreReport& report, const Style& style, std::ostream& out);
void WriteCtrfError(const checker::InfrastructureError& error, const Style& style,
                    std::ostream& out);

}  // namespace reports
