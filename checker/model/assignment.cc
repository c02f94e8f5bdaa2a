#include "checker/model/assignment.h"

#include "checker/model/catalogue.h"

namespace checker {
namespace {

// One id may be the beginning of another: build/compiles, build/compiles_without_warnings. A whole
// id means itself alone.
bool Names(std::string_view prefix, std::string_view id) {
  return id == prefix || (id.starts_with(prefix) && !IsId(prefix));
}

// The value under the longest prefix of the id.
template <typename Value>
Value ByPrefix(const std::map<std::string, Value>& values, std::string_view id) {
  Value best = {};
  std::optional<std::size_t> best_length;
  for (const auto& [key, value] : values) {
    const std::string_view prefix = key == "*" ? std::string_view() : std::string_view(key);
    if (!Names(prefix, id) || (best_length && prefix.size() < *best_length)) continue;
    best = value;
    best_length = prefix.size();
  }
  return best;
}

}  // namespace

CheckWeight WeightOf(const Assignment& assignment, std::string_view id) {
  return ByPrefix(assignment.checks, id);
}

Feedback FeedbackOn(const FeedbackLevels& levels, std::string_view id) {
  return ByPrefix(levels, id);
}

}  // namespace checker
