#include "checker/judge/sanitizer_report.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace checker {
namespace {

// "    #0 0x7f in __libc_start_main (/lib/libc.so.6+0x27)".
bool IsFrame(const std::string& line) {
  const std::size_t hash = line.find_first_not_of(' ');
  return hash != std::string::npos && line[hash] == '#';
}

struct SourcePlace {
  std::string file;
  int line = 0;
};

// "s/server.c:48", "s/server.c:48:5"; nullopt where no line is named. What the program printed is
// untrusted: no std::regex, whose depth grows with the text.
std::optional<SourcePlace> ReadPlace(std::string_view text) {
  std::vector<int> numbers;
  for (;;) {
    const std::size_t colon = text.rfind(':');
    int number = 0;
    if (colon == text.npos) break;
    const auto [end, error] =
        std::from_chars(text.data() + colon + 1, text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) break;
    numbers.push_back(number);
    text = text.substr(0, colon);
  }
  if (numbers.empty() || text.empty()) return std::nullopt;
  return SourcePlace{std::string(text), numbers.back()};
}

// Behind the number of a frame: "0x55e in echo s/server.c:48" (ASan), "serve s/server.c:42
// (server+0x1)" (TSan).
std::optional<SanitizerFinding> ReadFrame(std::string_view line) {
  std::string_view rest = line.substr(std::min(line.find(' ', line.find('#')), line.size()));
  if (const std::size_t in = rest.find(" in "); rest.starts_with(" 0x") && in != rest.npos)
    rest = rest.substr(in + 3);
  if (const std::size_t module = rest.rfind(" (");
      module != rest.npos && rest.find("+0x", module) != rest.npos) {
    rest = rest.substr(0, module);
  }
  // A path with spaces begins at its first '/'.
  const std::size_t path = rest.find(" /");
  const std::size_t space = path != rest.npos ? path : rest.rfind(' ');
  if (space == rest.npos || space == 0) return std::nullopt;
  const auto place = ReadPlace(rest.substr(space + 1));
  if (!place) return std::nullopt;
  const std::string_view function = rest.substr(1, space - 1);
  return SanitizerFinding{.kind = "",
                          .function = std::string(function.substr(0, function.find_first_of(" ("))),
                          .file = place->file,
                          .line = place->line};
}

bool IsSanitizers(const std::string& text) {
  return text.find("libsanitizer") != std::string::npos ||
         text.find("libasan") != std::string::npos || text.find("libtsan") != std::string::npos ||
         text.find("libubsan") != std::string::npos;
}

// A C library with debug information names its sources as they lay when it was built.
bool IsOfTheCLibrary(const std::string& file) {
  constexpr std::string_view kFolders[] = {
      "./csu/",    "./debug/",  "./elf/",    "./inet/",    "./io/",     "./libio/",
      "./malloc/", "./misc/",   "./nptl/",   "./posix/",   "./resolv/", "./signal/",
      "./socket/", "./stdlib/", "./string/", "./sysdeps/", "./time/",   "./stdio-common/"};
  return std::any_of(std::begin(kFolders), std::end(kFolders),
                     [&file](std::string_view folder) { return file.starts_with(folder); });
}

// "... (/lib/libc.so.6+0x27)" -> "libc.so.6": the frame lies in a shared library, whose debug
// information may name a source file like a student's. Empty where it does not.
std::string_view SharedLibrary(std::string_view line) {
  const std::size_t open = line.rfind(" (");
  const std::size_t offset = open == line.npos ? line.npos : line.find("+0x", open);
  if (offset == line.npos) return {};
  const std::string_view path = line.substr(open + 2, offset - open - 2);
  const std::string_view module = path.substr(path.rfind('/') + 1);
  const bool is_library = module.ends_with(".so") || module.find(".so.") != module.npos;
  return is_library ? module : std::string_view();
}

// A template of the C++ library is compiled into the student's program: what it does to its
// arguments its caller has done. What it keeps for itself in a locale is its own.
bool IsOfCppTemplate(std::string_view line) {
  return line.find("/include/c++/") != line.npos && line.find("/bits/locale_") == line.npos;
}

bool IsOwn(const std::string& file) {
  return !file.starts_with("../") && !file.starts_with("/usr/") && !file.starts_with("/build/") &&
         file != "<null>" && !IsOfTheCLibrary(file);
}

std::string LastPart(const std::string& path) { return path.substr(path.rfind('/') + 1); }

std::vector<std::string> SplitLines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// What stands in a stack above the student's frame without being to blame.
using IsPassedOver = bool (*)(const std::string& line);

bool IsPassedOverInRaces(const std::string& line) {
  return IsSanitizers(line) || (IsOfCppTemplate(line) && SharedLibrary(line).empty());
}

// The C++ library itself was not built with a sanitizer: it is named where it has called what was.
bool IsPassedOverInMemoryErrors(const std::string& line) {
  return IsPassedOverInRaces(line) || SharedLibrary(line).starts_with("libstdc++.so");
}

// The first frame of the stack that begins at or after line `at`, those that are passed over apart;
// nullopt if it is not the student's.
std::optional<SanitizerFinding> TopFrame(const std::vector<std::string>& lines, std::size_t at,
                                         IsPassedOver is_passed_over) {
  while (at < lines.size() && !IsFrame(lines[at])) ++at;
  while (at < lines.size() && IsFrame(lines[at]) && is_passed_over(lines[at])) ++at;
  if (at >= lines.size() || !IsFrame(lines[at])) return std::nullopt;
  if (!SharedLibrary(lines[at]).empty()) return std::nullopt;
  auto finding = ReadFrame(lines[at]);
  if (!finding || !IsOwn(finding->file)) return std::nullopt;
  finding->file = LastPart(finding->file);
  return finding;
}

// The first frame of that stack that is the student's: who gave a library function what it died of.
std::optional<SanitizerFinding> FirstOwnFrame(const std::vector<std::string>& lines,
                                              std::size_t at) {
  while (at < lines.size() && !IsFrame(lines[at])) ++at;
  for (; at < lines.size() && IsFrame(lines[at]); ++at) {
    auto finding = ReadFrame(lines[at]);
    if (!finding || !IsOwn(finding->file) || IsSanitizers(lines[at]) ||
        !SharedLibrary(lines[at]).empty())
      continue;
    finding->file = LastPart(finding->file);
    return finding;
  }
  return std::nullopt;
}

bool IsCrash(std::string_view kind) {
  return kind.starts_with("SEGV") || kind.starts_with("FPE") || kind.starts_with("BUS") ||
         kind.starts_with("ILL") || kind.starts_with("ABRT");
}

bool ReportHolds(const std::vector<std::string>& lines, std::size_t at, std::string_view words) {
  for (++at; at < lines.size() && !lines[at].starts_with("=========="); ++at) {
    if (lines[at].find(words) != std::string::npos) return true;
  }
  return false;
}

// Closing a descriptor while another thread uses it is reported like a race on memory; so is a wild
// write that hits the stack of a thread which has just begun.
bool IsNoRace(const std::vector<std::string>& lines, std::size_t at) {
  return ReportHolds(lines, at, "Location is file descriptor") ||
         ReportHolds(lines, at, "__tsan_stack_initialization");
}

std::optional<SanitizerFinding> ReadRace(const std::vector<std::string>& lines, std::size_t at) {
  const bool race = lines[at].find("WARNING: ThreadSanitizer: data race") != std::string::npos;
  if (!race || IsNoRace(lines, at)) return std::nullopt;
  auto finding = TopFrame(lines, at + 1, IsPassedOverInRaces);
  if (finding) finding->kind = "data race";
  return finding;
}

// "s/server.c:50:19: runtime error: index 1024 out of bounds".
std::optional<SanitizerFinding> ReadUndefined(const std::string& line) {
  constexpr std::string_view kError = ": runtime error: ";
  const std::size_t error = line.find(kError);
  const auto place = error == std::string::npos
                         ? std::nullopt
                         : ReadPlace(std::string_view(line).substr(0, error));
  if (!place || !IsOwn(place->file)) return std::nullopt;
  return SanitizerFinding{.kind = line.substr(error + kError.size()),
                          .function = "",
                          .file = LastPart(place->file),
                          .line = place->line};
}

std::optional<SanitizerFinding> ReadMemoryError(const std::vector<std::string>& lines,
                                                std::size_t at) {
  if (auto undefined = ReadUndefined(lines[at])) return undefined;
  constexpr std::string_view kError = "ERROR: AddressSanitizer: ";
  const std::size_t error = lines[at].find(kError);
  if (error == std::string::npos) return std::nullopt;
  const std::string kind = lines[at].substr(error + kError.size());
  auto finding = IsCrash(kind) ? FirstOwnFrame(lines, at + 1)
                               : TopFrame(lines, at + 1, IsPassedOverInMemoryErrors);
  if (finding) finding->kind = kind.substr(0, kind.find(' '));
  return finding;
}

}  // namespace

std::string SanitizerFinding::Text() const {
  return kind + (function.empty() ? " in " : " in " + function + "(), ") + file + ":" +
         std::to_string(line);
}

std::vector<SanitizerFinding> ReadSanitizerReports(std::string_view output,
                                                   Instrumentation instrumentation) {
  const std::vector<std::string> lines = SplitLines(output);
  std::vector<SanitizerFinding> findings;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const bool races = instrumentation == Instrumentation::kRaces;
    const auto finding = races ? ReadRace(lines, at) : ReadMemoryError(lines, at);
    if (!finding) continue;
    const bool known =
        std::any_of(findings.begin(), findings.end(), [&](const SanitizerFinding& other) {
          return other.file == finding->file && other.line == finding->line;
        });
    if (!known) findings.push_back(*finding);
  }
  return findings;
}

}  // namespace checker
