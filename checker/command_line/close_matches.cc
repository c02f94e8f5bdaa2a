#include "checker/command_line/close_matches.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace checker {
namespace {

constexpr std::size_t kMostMatches = 3;

// Levenshtein's distance: letters to insert, delete or replace.
std::size_t Distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
    }
  }
  return row[to.size()];
}

std::size_t DistanceToName(std::string_view written, std::string_view name) {
  if (name.find(written) != std::string_view::npos) return 0;
  const std::string_view last_part = name.substr(name.find('/') + 1);
  return std::min(Distance(written, name), Distance(written, last_part));
}

}  // namespace

std::vector<std::string> CloseMatches(std::string_view written,
                                      const std::vector<std::string>& names) {
  const std::size_t tolerance = std::max<std::size_t>(2, written.size() / 3);
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const std::string& name : names) {
    const std::size_t distance = DistanceToName(written, name);
    if (distance <= tolerance) near.emplace_back(distance, name);
  }
  std::stable_sort(near.begin(), near.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> matches;
  for (auto& [distance, name] : near) {
    if (matches.size() < kMostMatches) matches.push_back(std::move(name));
  }
  return matches;
}

}  // namespace checker
