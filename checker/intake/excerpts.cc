#include "checker/intake/excerpts.h"

#include <algorithm>

#include "checker/intake/tree.h"

namespace checker {
namespace {

constexpr int kNeighbours = 2;
constexpr std::size_t kMostExcerpts = 12;
constexpr std::uint64_t kLongestSource = 1 << 20;
constexpr std::size_t kLongestLine = 200;

std::vector<SourceLine> PlacesInQuestion(const ScoreReport& report) {
  std::vector<SourceLine> places;
  const auto add = [&places](const std::string& file, int line) {
    const bool known = std::any_of(places.begin(), places.end(), [&](const SourceLine& place) {
      return place.file == file && place.line == line;
    });
    if (!known && places.size() < kMostExcerpts) places.push_back({file, line});
  };
  for (const Diagnostic& diagnostic : report.build.diagnostics) {
    if (diagnostic.severity.find("error") != std::string::npos)
      add(diagnostic.file, diagnostic.line);
  }
  for (const CheckResult& check : report.checks) {
    if (check.source) add(check.source->file, check.source->line);
  }
  return places;
}

}  // namespace

SourceExcerpt Excerpt(const std::string& file, const std::string& text, int line, int around) {
  SourceExcerpt excerpt{.file = file, .first_line = std::max(line - around, 1)};
  bool reached = false;
  int number = 1;
  for (std::size_t at = 0; at < text.size() && number <= line + around; ++number) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (number >= excerpt.first_line)
      excerpt.lines.push_back(text.substr(at, std::min(end - at, kLongestLine)));
    reached |= number == line;
    at = end + 1;
  }
  if (!reached) excerpt.lines.clear();
  return excerpt;
}

std::vector<SourceExcerpt> ExcerptsOf(const ScoreReport& report,
                                      const std::vector<SourceFile>& sources,
                                      const std::string& folder) {
  std::vector<SourceExcerpt> excerpts;
  const auto opened = OpenFolder(folder);
  if (!opened) return excerpts;
  for (const SourceLine& place : PlacesInQuestion(report)) {
    const bool handed_in =
        std::any_of(sources.begin(), sources.end(),
                    [&](const SourceFile& source) { return source.path == place.file; });
    if (!handed_in) continue;
    const auto text = ReadFileBeneath(opened->get(), place.file, kLongestSource);
    if (!text) continue;
    SourceExcerpt excerpt = Excerpt(place.file, *text, place.line, kNeighbours);
    if (!excerpt.lines.empty()) excerpts.push_back(std::move(excerpt));
  }
  return excerpts;
}

}  // namespace checker
