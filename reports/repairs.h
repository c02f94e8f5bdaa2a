// What there is to repair: failures that no other failure explains, each with what follows from it.
#pragma once

#include <vector>

#include "checker/model/score_report.h"

namespace reports {

struct Repair {
  const checker::CheckResult* check = nullptr;
  std::vector<const checker::CheckResult*> consequences;

  int Lost() const;  // points, those of the consequences included
};

// In the report's order. They point into the report.
std::vector<Repair> RepairsOf(const checker::ScoreReport& report);

// What to begin with: the repairs that cost points, the dearest first; advice at the end.
std::vector<Repair> DearestFirst(std::vector<Repair> repairs);

}  // namespace reports
