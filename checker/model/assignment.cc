#include "checker/model/assignment.h"

namespace checker {

CheckWeight WeightOf(const Assignment& assignment, std::string_view id) {
  CheckWeight best;
  std::optional<std::size_t> best_length;
  for (const auto& [key, weight] : assignment.checks) {
    const std::string_view prefix = key == "*" ? std::string_view() : std::string_view(key);
    if (!id.starts_with(prefix) || (best_length && prefix.size() < *best_length)) continue;
    best = weight;
    best_length = prefix.size();
  }
  return best;
}

}  // namespace checker
