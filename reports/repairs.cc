#include "reports/repairs.h"

#include <algorithm>
#include <map>
#include <string>

namespace reports {
namespace {

using checker::CheckResult;
using checker::ScoreReport;

bool Failed(const CheckResult& check) { return check.outcome == checker::Outcome::kFail; }

const CheckResult* Find(const ScoreReport& report, const std::string& id) {
  const auto found = std::find_if(report.checks.begin(), report.checks.end(),
                                  [&](const CheckResult& check) { return check.id == id; });
  return found == report.checks.end() ? nullptr : &*found;
}

// The failure at the end of the chain of explanations; the check itself where nothing explains it,
// or where the chain comes back to it.
const CheckResult* RootCause(const ScoreReport& report, const CheckResult* start) {
  const CheckResult* root = start;
  for (std::size_t step = 0; step < report.checks.size() && root->explained_by; ++step) {
    const CheckResult* cause = Find(report, *root->explained_by);
    if (cause == nullptr || !Failed(*cause)) break;
    if (cause == start) return start;
    root = cause;
  }
  return root;
}

int LostBy(const CheckResult& check) { return check.max_points - check.points; }

}  // namespace

int Repair::Lost() const {
  int lost = LostBy(*check);
  for (const CheckResult* consequence : consequences) lost += LostBy(*consequence);
  return lost;
}

std::vector<Repair> RepairsOf(const ScoreReport& report) {
  std::map<const CheckResult*, std::vector<const CheckResult*>> consequences;
  std::vector<Repair> repairs;
  for (const CheckResult& check : report.checks) {
    if (!Failed(check)) continue;
    const CheckResult* root = RootCause(report, &check);
    if (root == &check) {
      repairs.push_back({&check, {}});
    } else {
      consequences[root].push_back(&check);
    }
  }
  for (Repair& repair : repairs) repair.consequences = consequences[repair.check];
  return repairs;
}

std::vector<Repair> DearestFirst(std::vector<Repair> repairs) {
  std::stable_sort(repairs.begin(), repairs.end(), [](const Repair& one, const Repair& other) {
    return one.Lost() > other.Lost();
  });
  return repairs;
}

}  // namespace reports
