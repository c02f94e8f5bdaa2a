// What two gradings of the same submission differ in, for somebody who has just changed something.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "checker/model/score_report.h"
#include "reports/report.h"

namespace reports {

struct Change {
  std::string id;
  std::string was;  // an outcome; "" where the check was not there
  std::string is;   // "" where it is not there any more
  std::string why;  // the rationale of what is

  bool better() const { return is == "pass"; }
};

// In the new report's order; those that are gone come last.
std::vector<Change> ChangesBetween(const checker::ScoreReport& before,
                                   const checker::ScoreReport& after);

// "52 -> 60 of 100 points", and a line for each change.
void WriteChanges(const checker::ScoreReport& before, const checker::ScoreReport& after,
                  const Style& style, std::ostream& out);

}  // namespace reports
