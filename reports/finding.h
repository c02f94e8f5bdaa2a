// One check, explained: a block of the terminal summary.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checker/model/score_report.h"
#include "reports/layout.h"

namespace reports {

// The mark that stands for a check in the summary's rows and in front of its block.
struct Mark {
  const char* text;
  Ink ink;
};
Mark MarkOf(const checker::CheckResult& check);

// Nobody loses points by it: a SHOULD that no assignment weighs.
bool IsAdvice(const checker::CheckResult& check);

bool IsUndecided(const checker::CheckResult& check);

// "client 1 pid 2 fd 4"
std::string Who(const checker::EvidenceLine& line);

// So many lines of a check's evidence, in their order; where not all of them fit, what was seen of
// the server comes before what clients did.
std::vector<const checker::EvidenceLine*> Telling(
    const std::vector<checker::EvidenceLine>& evidence, std::size_t most);

std::string Plural(int count, std::string_view noun);  // "1 point", "2 points"

// consequences: the failures that this one explains.
void WriteFailure(const checker::CheckResult& check,
                  const std::vector<const checker::CheckResult*>& consequences, bool verbose,
                  Page& page);
// With what to do about it.
void WriteUndecided(const checker::CheckResult& check, bool verbose, Page& page);
// With all its evidence.
void WritePassed(const checker::CheckResult& check, Page& page);

}  // namespace reports
