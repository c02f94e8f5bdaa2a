#include "checker/judge/explain.h"

#include <algorithm>
#include <map>
#include <set>

#include "checker/model/catalogue.h"

namespace checker {
namespace {

using Failed = std::map<std::string, CheckResult*>;

// The failed root cause of `id` at the end of the chain; "" where there is none. seen guards
// against causes in a circle.
std::string FindCause(const std::string& id, const Failed& failed, std::set<std::string>* seen) {
  const Check* check = FindCheck(id);
  if (check == nullptr || !seen->insert(id).second) return "";
  for (const std::string& cause : check->root_causes) {
    if (!failed.contains(cause) || seen->contains(cause)) continue;
    const std::string deeper = FindCause(cause, failed, seen);
    return deeper.empty() ? cause : deeper;
  }
  return "";
}

}  // namespace

void ExplainConsequences(std::vector<CheckResult>* checks) {
  Failed failed;
  for (CheckResult& result : *checks) {
    if (result.outcome == Outcome::kFail) failed[result.id] = &result;
  }
  for (auto& [id, result] : failed) {
    std::set<std::string> seen;
    const std::string cause = FindCause(id, failed, &seen);
    // Only in a circle is the cause itself explained; somebody has to be to blame.
    if (!cause.empty() && !failed.at(cause)->explained_by) result->explained_by = cause;
  }
}

}  // namespace checker
