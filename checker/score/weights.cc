#include "checker/score/weights.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>

namespace checker {
namespace {

// Folders that share points. Other folders give none in `auto`.
struct PointGroup {
  int points;
  std::array<std::string_view, 3> folders;
};

constexpr PointGroup kGroups[] = {
    {10, {"build"}},
    {10, {"startup"}},
    {20, {"exchange"}},
    {25, {"concurrency"}},
    {15, {"processes", "threads", "isolation"}},
    {10, {"descriptors"}},
    {5, {"robustness", "faults"}},
    {5, {"shutdown"}},
};
constexpr int kTotal = 100;

bool SharesIn(const PointGroup& group, const CheckResult& check) {
  const auto folder = FolderOf(check.id);
  return check.must &&
         std::find(group.folders.begin(), group.folders.end(), folder) != group.folders.end();
}

std::vector<std::size_t> Members(const PointGroup& group, const std::vector<CheckResult>& checks) {
  std::vector<std::size_t> members;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    if (SharesIn(group, checks[i])) members.push_back(i);
  }
  return members;
}

// A failed MUST always costs something: a group with more checks than points gets one point for
// each, from the group that has most to spare.
void GiveEachCheckAPoint(const std::vector<std::vector<std::size_t>>& members,
                         std::vector<int>* points) {
  const auto spare = [&](std::size_t group) {
    return (*points)[group] - static_cast<int>(members[group].size());
  };
  for (std::size_t poor = 0; poor < points->size(); ++poor) {
    while (spare(poor) < 0) {
      std::size_t rich = 0;
      for (std::size_t group = 1; group < points->size(); ++group) {
        if (spare(group) > spare(rich)) rich = group;
      }
      if (spare(rich) <= 0) return;  // more than a hundred checks
      --(*points)[rich];
      ++(*points)[poor];
    }
  }
}

}  // namespace

std::vector<int> LargestRemainder(int total, const std::vector<int>& weights) {
  std::vector<int> shares(weights.size(), 0);
  const int sum = std::accumulate(weights.begin(), weights.end(), 0);
  if (sum == 0) return shares;
  for (std::size_t i = 0; i < weights.size(); ++i) shares[i] = total * weights[i] / sum;

  std::vector<std::size_t> by_remainder(weights.size());
  std::iota(by_remainder.begin(), by_remainder.end(), std::size_t{0});
  const auto remainder = [&](std::size_t i) { return total * weights[i] % sum; };
  std::stable_sort(by_remainder.begin(), by_remainder.end(),
                   [&](std::size_t a, std::size_t b) { return remainder(a) > remainder(b); });
  const int left = total - std::accumulate(shares.begin(), shares.end(), 0);
  for (int i = 0; i < left; ++i) ++shares[by_remainder[i]];
  return shares;
}

std::string_view FolderOf(std::string_view id) { return id.substr(0, id.find('/')); }

std::vector<int> AutomaticWeights(const std::vector<CheckResult>& checks) {
  std::vector<std::vector<std::size_t>> members;
  std::vector<int> group_weights;
  for (const PointGroup& group : kGroups) {
    members.push_back(Members(group, checks));
    group_weights.push_back(members.back().empty() ? 0 : group.points);
  }
  auto group_points = LargestRemainder(kTotal, group_weights);
  GiveEachCheckAPoint(members, &group_points);

  std::vector<int> weights(checks.size(), 0);
  for (std::size_t group = 0; group < members.size(); ++group) {
    const std::vector<int> equal(members[group].size(), 1);
    const auto shares = LargestRemainder(group_points[group], equal);
    for (std::size_t i = 0; i < shares.size(); ++i) weights[members[group][i]] = shares[i];
  }
  return weights;
}

int AssignedWeight(const Assignment& assignment, std::string_view id) {
  const CheckWeight weight = WeightOf(assignment, id);
  return weight.mode == CheckWeight::Mode::kPoints ? weight.points : 0;
}

}  // namespace checker
