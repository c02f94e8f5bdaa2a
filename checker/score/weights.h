// How many points each check is worth.
#pragma once

#include <string_view>
#include <vector>

#include "checker/model/assignment.h"
#include "checker/model/score_report.h"

namespace checker {

// Splits `total` into whole shares in proportion to `weights` by largest remainder; of equal
// remainders the earlier wins. The shares add up to total, unless every weight is 0: then all are.
std::vector<int> LargestRemainder(int total, const std::vector<int>& weights);

// The part of an id before its slash: "descriptors".
std::string_view FolderOf(std::string_view id);

// What `auto` gives each of these checks, same order: 100 points in all if a MUST check of a graded
// folder is among them, at least one for each of those.
std::vector<int> AutomaticWeights(const std::vector<CheckResult>& checks);

// The points that an assignment gives an id, 0 where it is advice or off; see WeightOf.
int AssignedWeight(const Assignment& assignment, std::string_view id);

}  // namespace checker
