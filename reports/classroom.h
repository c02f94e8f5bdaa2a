// The result documents of GitHub Classroom's graders and of Classroom 50.
#pragma once

#include <iosfwd>

#include "checker/model/score_report.h"
#include "reports/report.h"

namespace reports {

void WriteClassroom(const checker::ScoreReport& report, const Style& style, std::ostream& out);
void WriteClassroomError(const checker::InfrastructureError& error, const Style& style,
                         std::ostream& out);

// What the runner says in CLASSROOM, ASSIGNMENT, ASSIGNMENT_TYPE, OWNER, USERNAME, SUBMISSION_TAG,
// COMMIT_URL, RELEASE_URL and REVIEW_URL is repeated.
void WriteClassroom50(const checker::ScoreReport& report, const Style& style, std::ostream& out);
void WriteClassroom50Error(const checker::InfrastructureError& error, const Style& style,
                           std::ostream& out);

}  // namespace reports
