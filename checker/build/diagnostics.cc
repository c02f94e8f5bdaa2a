#include "checker/build/diagnostics.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <optional>

namespace checker {
namespace {

constexpr std::size_t kMostDiagnostics = 500;
constexpr std::size_t kLongestLine = 4000;

// Takes ":123" off the end of the text.
std::optional<int> TakeNumber(std::string_view& text) {
  const auto colon = text.rfind(':');
  if (colon == text.npos || colon + 1 == text.size()) return std::nullopt;
  int number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  text = text.substr(0, colon);
  return number;
}

// "server.c:3:14" -> file, line, column; a place without numbers names a tool ("collect2"), not a
// file.
void SetPlace(std::string_view place, Diagnostic& diagnostic) {
  const auto last = TakeNumber(place);
  if (!last) return;
  const auto first = TakeNumber(place);
  diagnostic.line = first ? *first : *last;
  diagnostic.column = first ? *last : 0;
  diagnostic.file = place;
}

// GCC's and clang's form: "PLACE: warning: MESSAGE".
std::optional<Diagnostic> ParseCompilerLine(std::string_view line) {
  static constexpr std::array<std::string_view, 5> kSeverities = {
      "internal compiler error", "fatal error", "error", "warning", "note"};
  std::optional<Diagnostic> found;
  std::size_t first = line.npos;
  for (const auto severity : kSeverities) {
    const auto mark = ": " + std::string(severity) + ": ";
    const auto at = line.find(mark);
    if (at >= first) continue;
    first = at;
    found = Diagnostic{.severity = std::string(severity.ends_with("error") ? "error" : severity),
                       .message = std::string(line.substr(at + mark.size()))};
    SetPlace(line.substr(0, at), *found);
  }
  return found;
}

// "/usr/bin/ld: server.c:5: undefined reference to `f'". With debug information the place is the
// source's.
std::optional<Diagnostic> ParseLinkerLine(std::string_view line) {
  for (const std::string_view message :
       {"undefined reference to ", "multiple definition of ", "cannot find -l"}) {
    const auto at = line.find(message);
    if (at == line.npos) continue;
    Diagnostic diagnostic{.severity = "error", .message = std::string(line.substr(at))};
    auto place = line.substr(0, at);
    if (const auto tool = place.rfind("ld: "); tool != place.npos) place = place.substr(tool + 4);
    while (!place.empty() && (place.back() == ' ' || place.back() == ':')) place.remove_suffix(1);
    SetPlace(place, diagnostic);
    return diagnostic;
  }
  return std::nullopt;
}

// "make: *** No rule to make target 'x'.  Stop." and "CMake Error: ..."; "make: *** [all] Error 1"
// only repeats a failure.
std::optional<Diagnostic> ParseBuildToolLine(std::string_view line) {
  const auto stars = line.find(": *** ");
  if (stars != line.npos && line.starts_with("make") && line.find("] Error ") == line.npos) {
    return Diagnostic{.severity = "error", .message = std::string(line.substr(stars + 6))};
  }
  if (line.find(": *** ") != line.npos &&
      !line.starts_with("make")) {  // "Makefile:3: *** missing separator."
    Diagnostic diagnostic{.severity = "error", .message = std::string(line.substr(stars + 6))};
    SetPlace(line.substr(0, stars), diagnostic);
    return diagnostic;
  }
  if (line.starts_with("CMake Error")) {
    return Diagnostic{.severity = "error", .message = std::string(line)};
  }
  return std::nullopt;
}

bool EndsWithPath(std::string_view path, std::string_view tail) {
  return path.size() > tail.size() && path.ends_with(tail) &&
         path[path.size() - tail.size() - 1] == '/';
}

// The submission's own name for a file that the compiler names from another folder.
std::string OwnName(std::string_view file, const std::vector<std::string>& files) {
  while (file.starts_with("./")) file.remove_prefix(2);
  std::string own(file);
  int matches = 0;
  for (const auto& name : files) {
    if (file == name) return name;
    if (EndsWithPath(file, name) || EndsWithPath(name, file)) {
      own = name;
      ++matches;
    }
  }
  return matches == 1 ? own : std::string(file);
}

void ForEachLine(std::string_view text, const std::function<void(std::string_view)>& visit) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    visit(text.substr(0, std::min(end, kLongestLine)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

bool SameDiagnostic(const Diagnostic& a, const Diagnostic& b) {
  return a.line == b.line && a.column == b.column && a.file == b.file && a.message == b.message;
}

}  // namespace

std::vector<Diagnostic> ParseDiagnostics(std::string_view output,
                                         const std::vector<std::string>& files) {
  std::vector<Diagnostic> diagnostics;
  ForEachLine(output, [&](std::string_view line) {
    if (diagnostics.size() >= kMostDiagnostics) return;
    auto found = ParseCompilerLine(line);
    if (!found) found = ParseLinkerLine(line);
    if (!found) found = ParseBuildToolLine(line);
    if (!found || found->message == "ld returned 1 exit status") return;
    found->file = OwnName(found->file, files);
    const bool known =
        std::any_of(diagnostics.begin(), diagnostics.end(),
                    [&](const Diagnostic& each) { return SameDiagnostic(each, *found); });
    if (!known) diagnostics.push_back(std::move(*found));
  });
  return diagnostics;
}

std::vector<std::string> UndefinedSymbols(std::string_view output) {
  std::vector<std::string> symbols;
  ForEachLine(output, [&](std::string_view line) {
    constexpr std::string_view kMark = "undefined reference to `";
    const auto at = line.find(kMark);
    if (at == line.npos) return;
    const auto name = line.substr(at + kMark.size());
    symbols.emplace_back(name.substr(0, name.find_first_of("'(")));
  });
  std::sort(symbols.begin(), symbols.end());
  symbols.erase(std::unique(symbols.begin(), symbols.end()), symbols.end());
  return symbols;
}

}  // namespace checker
