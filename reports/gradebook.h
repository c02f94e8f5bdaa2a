// The points of a whole class, as tables: the checker's own, and those that platforms import.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "checker/model/class_report.h"
#include "reports/table.h"

namespace reports {

// gradebook.csv: a row for each submission, a column for each check that has points. It depends on
// what was handed in and on nothing else: no times, no addresses.
void WriteGradebook(const checker::ClassReport& report, std::ostream& out);

// Who of a class is in a platform's gradebook.
struct Joined {
  std::vector<std::string> not_in_roster;  // names of submissions
  std::vector<std::string> ambiguous;      // of those that several rows of the roster could be
  int without_submission = 0;              // rows
};

struct Gradebook {
  std::string_view name;  // "canvas"
  // roster: a table that the platform exports, with its header. Empty: the submissions' names are
  // the students' logins. Nobody's cell is filled by a guess.
  Joined (*write)(const checker::ClassReport& report, const std::vector<TableRow>& roster,
                  std::ostream& out);
};

const std::vector<Gradebook>& Gradebooks();
const Gradebook* FindGradebook(std::string_view name);  // nullptr: there is none

}  // namespace reports
