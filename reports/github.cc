#include "reports/github.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <sstream>

#include "reports/classroom.h"
#include "reports/finding.h"
#include "reports/repairs.h"
#include "reports/rows.h"
#include "reports/score_in_words.h"
#include "reports/source_places.h"
#include "reports/terminal.h"

namespace reports {
namespace {

using checker::ScoreReport;

constexpr std::size_t kMostErrorAnnotations = 9;
constexpr std::size_t kMostWarningAnnotations = 10;
constexpr std::size_t kLongAnnotation = 1200;  // the runner cuts at 4096 characters

// A runner of the old kind takes "##[" anywhere in a line for a command.
std::string WithoutOldCommands(std::string text) {
  for (auto at = text.find("##["); at != std::string::npos; at = text.find("##["))
    text.replace(at, 3, "## [");
  return text;
}

std::string Escaped(std::string_view text, bool property) {
  std::string escaped;
  for (const char c : text) {
    const bool meaningful =
        c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
    escaped +=
        meaningful ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
  }
  return WithoutOldCommands(escaped);
}

struct Annotation {
  const char* kind;
  std::string title;
  std::string message;
  std::string file;
  int line = 0;
  int column = 0;
};

void Write(const Annotation& annotation, std::ostream& out) {
  out << "::" << annotation.kind << " ";
  if (!annotation.file.empty()) {
    out << "file=" << Escaped(annotation.file, true) << ",";
    if (annotation.line > 0) out << "line=" << annotation.line << ",";
    if (annotation.line > 0 && annotation.column > 0) out << "col=" << annotation.column << ",";
  }
  out << "title=" << Escaped(annotation.title, true)
      << "::" << Escaped(Sanitized(annotation.message, kLongAnnotation), false) << "\n";
}

void CompilerAnnotations(const ScoreReport& report, const Style& style, bool errors,
                         std::size_t most, std::ostream& out) {
  std::size_t count = 0;
  for (const checker::Diagnostic& diagnostic : report.build.diagnostics) {
    const bool fits = errors ? IsError(diagnostic) : diagnostic.severity == "warning";
    if (!fits || count == most) continue;
    ++count;
    Write({errors ? "error" : "warning", "compiler", diagnostic.message,
           InRepository(report, style, diagnostic.file), diagnostic.line, diagnostic.column},
          out);
  }
}

void FailureAnnotations(const ScoreReport& report, const Style& style, std::ostream& out) {
  std::size_t count = 0;
  for (const Repair& repair : DearestFirst(RepairsOf(report))) {
    if (IsAdvice(*repair.check) || ++count > kMostErrorAnnotations) continue;
    const checker::CheckResult& check = *repair.check;
    const checker::SourceLine source = check.source.value_or(checker::SourceLine());
    const std::string hint = check.hint.empty() ? "" : "\n" + check.hint;
    Write({"error", check.id, check.rationale + hint, InRepository(report, style, source.file),
           source.line},
          out);
  }
}

// Nothing in it is a command: no line begins with "::".
void Log(const std::string& text, std::ostream& out) {
  for (const std::string& line : LinesOf(text)) out << "| " << WithoutOldCommands(line) << "\n";
}

std::string Base64(const std::string& bytes) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    const std::size_t here = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t j = 0; j < 3; ++j) {
      group = group << 8 | (j < here ? static_cast<unsigned char>(bytes[i + j]) : 0u);
    }
    for (std::size_t j = 0; j < 4; ++j)
      text += j <= here ? kDigits[group >> (18 - 6 * j) & 63] : '=';
  }
  return text;
}

}  // namespace

void WriteGithub(const ScoreReport& given, const Style& style, std::ostream& out) {
  const ScoreReport report = Sanitized(given);
  std::ostringstream log;
  WriteTerminal(report, {.verbose = style.verbose, .width = 100}, log);
  Log(log.str(), out);
  Write({"notice", "checker", OneLine(report.submission_name) + ": " + ScoreInWords(report.score)},
        out);
  if (report.build.status == checker::BuildStatus::kFailed) {
    CompilerAnnotations(report, style, true, kMostErrorAnnotations, out);
  } else {
    FailureAnnotations(report, style, out);
  }
  CompilerAnnotations(report, style, false, kMostWarningAnnotations, out);
}

void WriteGithubError(const checker::InfrastructureError& given, const Style&, std::ostream& out) {
  const checker::InfrastructureError error = Sanitized(given);
  Write({"error", "the checker itself failed", error.operation + ": " + error.reason}, out);
}

void WriteGithubOutputs(const ScoreReport& report, std::ostream& out) {
  std::ostringstream classroom;
  WriteClassroom(report, {}, classroom);
  out << "points=" << report.score.points << "\nmax-points=" << report.score.max_points
      << "\npercent=" << report.score.percent.value_or(0)
      << "\noutcome=" << StatusWord(report.score) << "\nresult=" << Base64(classroom.str()) << "\n";
}

void WriteGithubOutputs(const checker::InfrastructureError&, std::ostream& out) {
  out << "outcome=error\n";
}

}  // namespace reports
