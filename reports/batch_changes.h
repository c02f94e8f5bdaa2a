// What has become of one submission from one batch to the next, for whoever has changed the
// assignment, the checker or the machine.
#pragma once

#include <iosfwd>
#include <string>

#include "checker/model/score_report.h"
#include "reports/report.h"

namespace reports {

// Writes nothing and returns false where every check came out the same, for the same points. before
// or after is nullptr where there is no report; not both.
bool WriteChangeOf(const std::string& name, const checker::ScoreReport* before,
                   const checker::ScoreReport* after, const Style& style, std::ostream& out);

}  // namespace reports
