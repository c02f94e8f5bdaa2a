// Which submission is whose: names of submissions as platforms export them, joined with rows of a
// roster. Equal or nothing: what could be two people's is nobody's.
#pragma once

#include <string>
#include <vector>

#include "checker/model/class_report.h"
#include "reports/gradebook.h"
#include "reports/table.h"

namespace reports {

// What a submission's name says about its student, in lower case and the surest first: what the
// platform has put into it, else itself, with and without the ending of a file.
//   Canvas  "lovelaceada_LATE_1001_5551_server.c"    -> "1001", "lovelaceada"
//   Moodle  "Ada Lovelace_31_assignsubmission_file"  -> "31", "ada lovelace"
std::vector<std::string> SpellingsOf(const std::string& name);

struct RosterMatch {
  std::vector<const checker::ClassMember*> member_of_row;  // nullptr where nobody's name fits
  Joined joined;
};

// keys: for each row of the roster what may stand for its student; "" does not count. A key that
// begins with "-" fits names that end with it ("echo-ada").
RosterMatch Match(const checker::ClassReport& report,
                  const std::vector<std::vector<std::string>>& keys);

}  // namespace reports
