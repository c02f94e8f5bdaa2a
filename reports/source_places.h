// Where a file of the submission is for those who look at a repository.
#pragma once

#include <string>

#include "checker/model/score_report.h"
#include "reports/report.h"

namespace reports {

// Seen from the repository that GITHUB_WORKSPACE names, where the submission is a part of one; else
// the file as it is named.
std::string InRepository(const checker::ScoreReport& report, const Style& style,
                         const std::string& file);

}  // namespace reports
