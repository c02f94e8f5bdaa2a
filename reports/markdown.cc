#include "reports/markdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <sstream>

#include "reports/finding.h"
#include "reports/repairs.h"
#include "reports/rows.h"
#include "reports/score_in_words.h"
#include "reports/server_in_words.h"

namespace reports {
namespace {

using checker::CheckResult;
using checker::ScoreReport;

constexpr std::size_t kLongInMarkdown = 600;
constexpr std::size_t kMostErrorsInMarkdown = 10;
constexpr std::streamoff kRoomInSummary =
    600'000;  // a step summary of more than 1 MiB is not shown at all

std::string Cell(std::string_view text) { return MarkdownText(Sanitized(text, kLongInMarkdown)); }

void Header(const ScoreReport& report, std::ostream& out) {
  out << "## " << Cell(report.submission_name) << ": " << ScoreInWords(report.score) << "\n\n";
  if (report.assignment_id != "auto") {
    out << "Assignment " << Cell(report.assignment_id) << ": " << Cell(report.assignment_title)
        << "\n\n";
  }
  if (report.server && report.server->port > 0) {
    out << Cell(DesignInWords(*report.server) + "; " + PortInWords(*report.server)) << "; "
        << Cell(DialogueInWords(*report.server)) << "\n\n";
  } else if (const std::string why = NoServerInWords(report); !why.empty()) {
    out << Cell(why) << "\n\n";
  }
}

void BuildErrors(const ScoreReport& report, std::ostream& out) {
  if (report.build.status != checker::BuildStatus::kFailed) return;
  out << "### It does not build\n\n";
  std::size_t errors = 0;
  for (const checker::Diagnostic& diagnostic : report.build.diagnostics) {
    if (!IsError(diagnostic) || ++errors > kMostErrorsInMarkdown) continue;
    out << "- " << Cell(PlaceOf(diagnostic) + ": " + diagnostic.message) << "\n";
  }
  if (errors > kMostErrorsInMarkdown)
    out << "- and " << errors - kMostErrorsInMarkdown << " more\n";
  out << "\n";
}

void FolderTable(const ScoreReport& report, std::ostream& out) {
  out << "| what | checks | points |\n|---|---|---:|\n";
  for (std::size_t i = 0; i < report.checks.size();) {
    const std::string folder = FolderOf(report.checks[i]);
    std::string marks;
    int points = 0, most = 0;
    for (; i < report.checks.size() && FolderOf(report.checks[i]) == folder; ++i) {
      marks += MarkdownText(MarkOf(report.checks[i]).text);
      points += report.checks[i].points;
      most += report.checks[i].max_points;
    }
    out << "| " << Cell(folder) << " | " << marks << " | "
        << (most > 0 ? fmt::format("{} of {}", points, most) : "advice") << " |\n";
  }
  out << "\n";
}

void Explain(const Repair& repair, std::ostream& out) {
  const CheckResult& check = *repair.check;
  out << "#### " << MarkdownText(MarkOf(check).text) << " " << Cell(check.id);
  if (repair.Lost() > 0) out << " (-" << Plural(repair.Lost(), "point") << ")";
  out << "\n\n";
  if (!check.requirement.empty()) out << "**" << Cell(check.requirement) << "** ";
  out << Cell(check.rationale) << "\n\n";
  const auto item = [&](const char* label, const std::string& text) {
    if (!text.empty()) out << "- " << label << ": " << Cell(text) << "\n";
  };
  item("expected", check.expected);
  item("seen", check.actual);
  item("look at", check.hint);
  for (const CheckResult* consequence : repair.consequences) item("leads to", consequence->id);
  out << "\n";
}

void Others(const ScoreReport& report, std::ostream& out) {
  bool first = true;
  for (const CheckResult& check : report.checks) {
    const bool other =
        check.outcome != checker::Outcome::kPass && check.outcome != checker::Outcome::kFail;
    if (!other) continue;
    if (first) out << "<details><summary>Undecided and not tested</summary>\n\n";
    first = false;
    out << "- " << MarkdownText(MarkOf(check).text) << " " << Cell(check.id) << ": "
        << Cell(check.rationale) << "\n";
  }
  if (!first) out << "\n</details>\n\n";
}

}  // namespace

std::string MarkdownText(std::string_view text) {
  constexpr std::string_view kMeaningful = "\\`*_{}[]()#+!|<>&~@$:-=";
  std::string escaped;
  for (const char c : text) {
    if (c == '\n') {
      escaped += "<br>";
    } else if (kMeaningful.find(c) != std::string_view::npos) {
      escaped += fmt::format("&#{};", static_cast<int>(c));
    } else {
      escaped += c;
    }
  }
  return escaped;
}

void WriteMarkdown(const ScoreReport& given, const Style&, std::ostream& out) {
  const ScoreReport report = Sanitized(given);
  Header(report, out);
  BuildErrors(report, out);
  FolderTable(report, out);
  const std::vector<Repair> repairs = DearestFirst(RepairsOf(report));
  if (!repairs.empty()) out << "### What to repair first\n\n";
  std::ostringstream explanations;
  for (const Repair& repair : repairs) {
    Explain(repair, explanations);
    if (explanations.tellp() > kRoomInSummary) break;
  }
  if (explanations.tellp() <= kRoomInSummary) Others(report, explanations);
  out << explanations.str();
}

void WriteMarkdownError(const checker::InfrastructureError& given, const Style&,
                        std::ostream& out) {
  const checker::InfrastructureError error = Sanitized(given);
  out << "## The checker itself failed\n\nThis says nothing about the submission. "
      << Cell(error.operation + ": " + error.reason) << "\n";
}

}  // namespace reports
