// One mistake costs once: which failure is the consequence of which.
#pragma once

#include <vector>

#include "checker/model/score_report.h"

namespace checker {

// Sets explained_by of every failed check one of whose declared root causes failed too: to the
// cause that nothing explains.
void ExplainConsequences(std::vector<CheckResult>* checks);

}  // namespace checker
