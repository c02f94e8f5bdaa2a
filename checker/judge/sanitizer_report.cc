#include "checker/judge/sanitizer_report.h"

#include <algorithm>
#include <optional>
#include <regex>

namespace checker {
namespace {

// "    #0 0x55e in echo /home/work/server.c:48" (ASan), "    #0 serve /home/work/server.c:42 (server+0x1)" (TSan).
const std::regex& Frame() {
  static const std::regex frame(R"(^\s+#\d+ (?:0x[0-9a-f]+ in )?(\S+)(?: \S*\))? (\S+?):(\d+)(?::\d+)?(?: .*)?$)");
  return frame;
}

// A frame without file and line: "    #0 0x7f in __libc_start_main (/lib/libc.so.6+0x27)".
bool IsFrame(const std::string& line) {
  const std::size_t hash = line.find_first_not_of(' ');
  return hash != std::string::npos && line[hash] == '#';
}

bool IsSanitizers(const std::string& text) {
  return text.find("libsanitizer") != std::string::npos || text.find("libasan") != std::string::npos ||
         text.find("libtsan") != std::string::npos || text.find("libubsan") != std::string::npos;
}

bool IsOwn(const std::string& file) {
  return !file.starts_with("../") && !file.starts_with("/usr/") && !file.starts_with("/build/") && file != "<null>";
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

// The first frame of the stack that begins at or after line `at`, the sanitizer's own apart; nullopt if it is not the student's.
std::optional<SanitizerFinding> TopFrame(const std::vector<std::string>& lines, std::size_t at) {
  while (at < lines.size() && !IsFrame(lines[at])) ++at;
  while (at < lines.size() && IsFrame(lines[at]) && IsSanitizers(lines[at])) ++at;
  std::smatch match;
  if (at >= lines.size() || !std::regex_match(lines[at], match, Frame()) || !IsOwn(match[2])) return std::nullopt;
  SanitizerFinding finding;
  finding.function = match[1];
  finding.file = LastPart(match[2]);
  finding.line = std::stoi(match[3]);
  return finding;
}

// Closing a descriptor while another thread uses it is reported like a race on memory.
bool IsAboutDescriptor(const std::vector<std::string>& lines, std::size_t at) {
  for (++at; at < lines.size() && !lines[at].starts_with("=========="); ++at) {
    if (lines[at].find("Location is file descriptor") != std::string::npos) return true;
  }
  return false;
}

std::optional<SanitizerFinding> ReadAt(const std::vector<std::string>& lines, std::size_t at, Instrumentation instrumentation) {
  static const std::regex kAddress(R"(.*ERROR: AddressSanitizer: (\S+).*)");
  static const std::regex kUndefined(R"((\S+):(\d+):\d+: runtime error: (.*))");
  std::smatch match;
  if (instrumentation == Instrumentation::kRaces) {
    if (lines[at].find("WARNING: ThreadSanitizer: data race") == std::string::npos) return std::nullopt;
    if (IsAboutDescriptor(lines, at)) return std::nullopt;
    auto finding = TopFrame(lines, at + 1);
    if (finding) finding->kind = "data race";
    return finding;
  }
  if (std::regex_match(lines[at], match, kUndefined) && IsOwn(match[1])) {
    return SanitizerFinding{.kind = match[3], .function = "", .file = LastPart(match[1]), .line = std::stoi(match[2])};
  }
  if (!std::regex_match(lines[at], match, kAddress)) return std::nullopt;
  auto finding = TopFrame(lines, at + 1);
  if (finding) finding->kind = match[1];
  return finding;
}

}  // namespace

std::string SanitizerFinding::Text() const {
  return kind + (function.empty() ? " in " : " in " + function + "(), ") + file + ":" + std::to_string(line);
}

std::vector<SanitizerFinding> ReadSanitizerReports(std::string_view output, Instrumentation instrumentation) {
  const std::vector<std::string> lines = SplitLines(output);
  std::vector<SanitizerFinding> findings;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const auto finding = ReadAt(lines, at, instrumentation);
    if (!finding) continue;
    const bool known = std::any_of(findings.begin(), findings.end(), [&](const SanitizerFinding& other) {
      return other.file == finding->file && other.line == finding->line;
    });
    if (!known) findings.push_back(*finding);
  }
  return findings;
}

}  // namespace checker
