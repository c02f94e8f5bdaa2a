#include "checker/command_line/complaints.h"

#include <iostream>
#include <vector>

#include "checker/command_line/arguments.h"
#include "checker/command_line/close_matches.h"
#include "checker/model/catalogue.h"

namespace checker {

int UsageError(const std::string& sentence) {
  std::cerr << "checker: " << sentence << '\n';
  return kExitUsage;
}

int CheckerFailed(const sandbox::Error& error) {
  std::cerr << "checker: " << error.Text() << '\n';
  return kExitCheckerFailed;
}

int Delivered() {
  if (std::cout.flush()) return 0;
  return CheckerFailed(sandbox::Error("write to standard output", "it takes no more"));
}

std::string DidYouMean(std::string_view written) {
  std::vector<std::string> ids;
  for (const Check* check : Catalogue()) ids.push_back(check->id);
  std::string sentence;
  for (const std::string& id : CloseMatches(written, ids)) {
    sentence += (sentence.empty() ? "; did you mean " : " or ") + id;
  }
  return sentence + (sentence.empty() ? "; `checker list` has them all" : "?");
}

}  // namespace checker
