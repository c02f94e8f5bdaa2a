// For a step of GitHub Actions: annotations on standard output, and what goes into the files that
// the step is given.
#pragma once

#include <iosfwd>

#include "checker/model/score_report.h"
#include "reports/report.h"

namespace reports {

// The log, with each line neutralised, and workflow commands: one notice with the score and at most
// nine errors and ten warnings, for a step shows no more than ten of each.
void WriteGithub(const checker::ScoreReport& report, const Style& style, std::ostream& out);
void WriteGithubError(const checker::InfrastructureError& error, const Style& style,
                      std::ostream& out);

// Entries of GITHUB_OUTPUT: points, max-points, percent, outcome, result (the Classroom graders'
// JSON in base64).
void WriteGithubOutputs(const checker::ScoreReport& report, std::ostream& out);
void WriteGithubOutputs(const checker::InfrastructureError& error, std::ostream& out);

}  // namespace reports
