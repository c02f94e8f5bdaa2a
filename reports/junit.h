// JUnit XML, in the profile that Jenkins, GitLab, Artemis and the usual GitHub actions all read.
#pragma once

#include <iosfwd>

#include "checker/model/score_report.h"
#include "reports/report.h"

namespace reports {

void WriteJunit(const checker::ScoreReport& report, const Style& style, std::ostream& out);
void WriteJunitError(const checker::InfrastructureError& error, const Style& style,
                     std::ostream& out);

}  // namespace reports
