#include "reports/terminal.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ostream>
#include <set>

#include "reports/finding.h"
#include "reports/findings.h"
#include "reports/layout.h"
#include "reports/score_in_words.h"
#include "reports/server_in_words.h"

namespace reports {
namespace {

using checker::BuildStatus;
using checker::CheckResult;
using checker::ScoreReport;

constexpr std::size_t kMostDiagnostics = 12;
constexpr std::size_t kLogLines = 15;

Ink ScoreInk(const checker::Score& score) {
  if (score.points == score.max_points) return Ink::kGood;
  return score.points + score.undecided_points == score.max_points ? Ink::kUnsure : Ink::kBad;
}

void Header(const ScoreReport& report, Page& page) {
  page.Spread(OneLine(report.submission_name), Ink::kStrong, ScoreInWords(report.score),
              ScoreInk(report.score));
  if (report.assignment_id != "auto") {
    page.Paragraph(0, "assignment " + report.assignment_id + ": " + report.assignment_title);
  }
  const bool listened = report.server.has_value() && report.server->port > 0;
  if (!listened) {
    if (const std::string why = NoServerInWords(report); !why.empty()) page.Paragraph(0, why);
    return;
  }
  page.Paragraph(0, DesignInWords(*report.server) + "; " + PortInWords(*report.server));
  page.Paragraph(0, DialogueInWords(*report.server));
}

// Where a tool says nothing that could be read as a diagnostic, its last words have to do.
void EndOfLog(const std::string& log, Page& page) {
  std::vector<std::string_view> lines;
  for (std::string_view rest = log; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    if (!line.empty()) lines.push_back(line);
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  }
  const std::size_t first = lines.size() > kLogLines ? lines.size() - kLogLines : 0;
  for (std::size_t i = first; i < lines.size(); ++i) page.Paragraph(2, lines[i]);
}

void BuildErrors(const checker::BuildSummary& build, Page& page) {
  if (build.status != BuildStatus::kFailed) return;
  page.Blank();
  page.Line(page.Painted("It does not build", Ink::kBad));
  std::size_t errors = 0;
  for (const checker::Diagnostic& diagnostic : build.diagnostics) {
    if (!IsError(diagnostic) || ++errors > kMostDiagnostics) continue;
    page.Item(2, PlaceOf(diagnostic) + ":", 0, diagnostic.message);
  }
  if (errors > kMostDiagnostics) {
    page.Paragraph(2, fmt::format("... and {} more errors; the first ones often cause the others",
                                  errors - kMostDiagnostics));
  }
  if (errors == 0) EndOfLog(build.log, page);
}

struct Row {
  std::string folder;
  std::vector<const CheckResult*> checks;
  int points = 0;
  int max_points = 0;
};

std::vector<Row> Rows(const ScoreReport& report) {
  std::vector<Row> rows;
  for (const CheckResult& check : report.checks) {
    const std::string folder = FolderOf(check);
    if (rows.empty() || rows.back().folder != folder) rows.push_back({folder, {}, 0, 0});
    rows.back().checks.push_back(&check);
    rows.back().points += check.points;
    rows.back().max_points += check.max_points;
  }
  return rows;
}

void MarkTable(const std::vector<Row>& rows, Page& page) {
  std::size_t name_width = 0, mark_width = 0;
  for (const Row& row : rows) {
    name_width = std::max(name_width, row.folder.size());
    mark_width = std::max(mark_width, row.checks.size());
  }
  for (const Row& row : rows) {
    std::string line = fmt::format("  {:<{}}  ", row.folder, name_width);
    for (const CheckResult* check : row.checks) {
      const Mark mark = MarkOf(*check);
      line += page.Painted(mark.text, mark.ink);
    }
    line += std::string(mark_width - row.checks.size(), ' ');
    const bool graded = row.max_points > 0;
    line += graded ? fmt::format("  {:>3} of {}", row.points, row.max_points) : "    advice";
    page.Line(line);
  }
}

// Explains the marks that stand in the table, and no others.
void Legend(const ScoreReport& report, Page& page) {
  constexpr std::pair<std::string_view, const char*> kMeanings[] = {
      {"✗", "failed"}, {"?", "undecided"}, {"-", "not tested"}, {"!", "advice"}};
  std::set<std::string_view> used;
  for (const CheckResult& check : report.checks) used.insert(MarkOf(check).text);
  std::string legend = "✓ passed";
  for (const auto& [mark, meaning] : kMeanings) {
    if (used.contains(mark)) legend += fmt::format("   {} {}", mark, meaning);
  }
  if (used.size() > 1) page.Paragraph(2, legend, Ink::kFaint);
}

void Footer(const ScoreReport& report, bool verbose, Page& page) {
  page.Blank();
  const auto& environment = report.environment;
  if (!environment.level.empty()) {
    page.Paragraph(0, IsolationInWords(environment), Ink::kFaint);
  }
  if (!environment.denied.empty()) {
    std::vector<std::string> denied;
    for (const auto& [call, count] : environment.denied) {
      denied.push_back(fmt::format("{} ({})", call, count));
    }
    page.Paragraph(0, fmt::format("the sandbox refused: {}", fmt::join(denied, ", ")), Ink::kFaint);
  }
  const std::size_t others = verbose ? 0 : report.not_applicable.size();
  page.Paragraph(0,
                 fmt::format("{} checks in {:.1f} s{}; `checker explain ID` says more",
                             report.checks.size(), report.duration_ms / 1000.0,
                             others > 0 ? fmt::format(", {} not applicable", others) : ""),
                 Ink::kFaint);
}

}  // namespace

void WriteTerminal(const ScoreReport& given, const Style& style, std::ostream& out) {
  const ScoreReport report = Sanitized(given);
  Page page(style, out);
  Header(report, page);
  BuildErrors(report.build, page);
  page.Blank();
  MarkTable(Rows(report), page);
  Legend(report, page);
  WriteFindings(report, style.verbose, page);
  Footer(report, style.verbose, page);
}

void WriteTerminalError(const checker::InfrastructureError& given, const Style& style,
                        std::ostream& out) {
  const checker::InfrastructureError error = Sanitized(given);
  Page page(style, out);
  page.Paragraph(0, "The checker itself failed; this says nothing about the submission.",
                 Ink::kBad);
  page.Paragraph(2, error.operation + ": " + error.reason);
}

}  // namespace reports
