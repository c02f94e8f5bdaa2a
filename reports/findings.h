// The part of the terminal summary that explains: a block for each check that asks for attention.
#pragma once

#include "checker/model/score_report.h"
#include "reports/layout.h"

namespace reports {

// In this order, each only where there is something to say: what failed, with its consequences
// under it; what is undecided and what to do about it; what could not be tested; advice; notes; and
// if verbose what passed, with its evidence, and what does not apply.
void WriteFindings(const checker::ScoreReport& report, bool verbose, Page& page);

}  // namespace reports
