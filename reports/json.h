// The score report as JSON, exactly as reports/schema/score-report.v1.schema.json has it.
#pragma once

#include <iosfwd>

#include "checker/model/score_report.h"
#include "reports/report.h"

namespace reports {

void WriteJson(const checker::ScoreReport& report, const Style& style, std::ostream& out);
void WriteJsonError(const checker::InfrastructureError& error, const Style& style,
                    std::ostream& out);

}  // namespace reports
