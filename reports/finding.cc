#include "reports/finding.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "checker/model/catalogue.h"

namespace reports {
namespace {

using checker::CheckResult;
using checker::Outcome;

constexpr int kIndent = 2;
constexpr int kLabelIndent = 4;
constexpr int kTextColumn = 15;

// What a screen can bear. The JSON report has all of it, --verbose shows more lines.
constexpr std::size_t kMostEvidence = 8;  // lines of one check
constexpr std::size_t kLongText = 400;    // bytes of one text that may quote the student's program

void Label(std::string_view label, std::string_view text, Page& page) {
  if (!text.empty()) page.Item(kLabelIndent, label, kTextColumn, text);
}

std::string Quoted(std::string_view text) { return OneLine(Sanitized(text, kLongText)); }

void Evidence(const CheckResult& check, bool verbose, Page& page) {
  const auto lines = Telling(check.evidence, verbose ? check.evidence.size() : kMostEvidence);
  int who_width = 0;
  for (const checker::EvidenceLine* line : lines)
    who_width = std::max(who_width, DisplayWidth(Who(*line)));
  std::string label = "evidence";
  for (const checker::EvidenceLine* line : lines) {
    const std::string start = fmt::format("{:<{}}{:>6} ms  {}", label, kTextColumn - kLabelIndent,
                                          line->at_ms, Who(*line));
    const int text_column = kTextColumn + 11 + (who_width > 0 ? who_width + 2 : 0);
    page.Item(kLabelIndent, start, text_column, Quoted(line->text), Ink::kFaint);
    label.clear();
  }
  if (const std::size_t more = check.evidence.size() - lines.size(); more > 0) {
    page.Item(0, "", kTextColumn, fmt::format("... {} more (--verbose shows them)", more),
              Ink::kFaint);
  }
}

void ManualPages(const CheckResult& check, Page& page) {
  const checker::Check* registered = checker::FindCheck(check.id);
  if (registered == nullptr || registered->see.empty()) return;
  Label("read", fmt::format("{}", fmt::join(registered->see, ", ")), page);
}

std::string LookAt(const CheckResult& check) {
  if (!check.source.has_value()) return check.hint;
  const std::string where = fmt::format("{}:{}", check.source->file, check.source->line);
  return check.hint.empty() ? where : where + ": " + check.hint;
}

void Title(const CheckResult& check, std::string_view right, Page& page) {
  const Mark mark = MarkOf(check);
  page.Blank();
  page.Spread(fmt::format("{} {}", mark.text, check.id), mark.ink, right, mark.ink);
  page.Paragraph(kIndent, check.requirement.empty() ? check.title : check.requirement);
}

void WhatWasSeen(const CheckResult& check, bool verbose, Page& page) {
  if (!check.rationale.empty()) {
    page.Paragraph(kIndent, Sanitized(check.rationale, kLongText), Ink::kStrong);
  }
  Label("expected", Quoted(check.expected), page);
  Label("seen", Quoted(check.actual), page);
  Evidence(check, verbose, page);
}

void Notes(const CheckResult& check, Page& page) {
  for (const std::string& note : check.notes) Label("note", note, page);
}

void Consequences(const std::vector<const CheckResult*>& consequences, Page& page) {
  std::string label = "leads to";
  for (const CheckResult* check : consequences) {
    const bool free = check->points == check->max_points;
    const std::string cost =
        free ? "costs nothing more"
             : fmt::format("costs {}", Plural(check->max_points - check->points, "point"));
    page.Item(kLabelIndent, label, kTextColumn, fmt::format("{} ({})", check->id, cost));
    label.clear();
  }
}

std::string Cost(const CheckResult& check) {
  const int lost = check.max_points - check.points;
  if (lost > 0) return "-" + Plural(lost, "point");
  return IsAdvice(check) ? "advice" : "costs nothing";
}

const char* HowToDecide(const CheckResult& check) {
  return check.outcome == Outcome::kUnsupported ? "This machine lacks what the check needs; "
                                                  "`checker doctor` says what, and how to get it."
                                                : "Grade again while the machine is idle. If it "
                                                  "stays undecided, `checker explain` says "
                                                  "how to look by hand.";
}

}  // namespace

Mark MarkOf(const CheckResult& check) {
  switch (check.outcome) {
    case Outcome::kPass: return {"✓", Ink::kGood};
    case Outcome::kFail: return IsAdvice(check) ? Mark{"!", Ink::kUnsure} : Mark{"✗", Ink::kBad};
    case Outcome::kUnresolved:
    case Outcome::kUnsupported: return {"?", Ink::kUnsure};
    case Outcome::kUntested: return {"-", Ink::kFaint};
  }
  return {"?", Ink::kUnsure};
}

bool IsAdvice(const CheckResult& check) { return !check.must && check.max_points == 0; }

bool IsUndecided(const CheckResult& check) {
  return check.outcome == Outcome::kUnresolved || check.outcome == Outcome::kUnsupported;
}

std::string Who(const checker::EvidenceLine& line) {
  std::string who;
  if (line.client) who += fmt::format("client {} ", *line.client);
  if (line.pid) who += fmt::format("pid {} ", *line.pid);
  if (line.tid && line.tid != line.pid) who += fmt::format("tid {} ", *line.tid);
  if (line.fd) who += fmt::format("fd {} ", *line.fd);
  if (!who.empty()) who.pop_back();
  return who;
}

std::vector<const checker::EvidenceLine*> Telling(
    const std::vector<checker::EvidenceLine>& evidence, std::size_t most) {
  std::vector<const checker::EvidenceLine*> lines;
  for (const checker::EvidenceLine& line : evidence) lines.push_back(&line);
  if (lines.size() <= most) return lines;
  const auto rank = [](const checker::EvidenceLine* line) {
    if (line->kind == checker::EvidenceKind::kClient) return 2;
    return line->kind == checker::EvidenceKind::kSocket ? 1 : 0;
  };
  std::stable_sort(lines.begin(), lines.end(),
                   [&](auto* one, auto* other) { return rank(one) < rank(other); });
  lines.resize(most);
  std::sort(lines.begin(), lines.end());  // they stand in one vector
  return lines;
}

std::string Plural(int count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

void WriteFailure(const CheckResult& check, const std::vector<const CheckResult*>& consequences,
                  bool verbose, Page& page) {
  Title(check, Cost(check), page);
  WhatWasSeen(check, verbose, page);
  Label("look at", LookAt(check), page);
  ManualPages(check, page);
  Notes(check, page);
  Consequences(consequences, page);
}

void WriteUndecided(const CheckResult& check, bool verbose, Page& page) {
  const std::string stake = check.max_points > 0 ? ", " + Plural(check.max_points, "point") : "";
  Title(check, checker::Name(check.outcome) + stake, page);
  WhatWasSeen(check, verbose, page);
  Label("look at", LookAt(check), page);
  Label("to decide", HowToDecide(check), page);
  Notes(check, page);
}

void WritePassed(const CheckResult& check, Page& page) {
  Title(check, check.max_points > 0 ? "+" + Plural(check.points, "point") : "advice", page);
  WhatWasSeen(check, true, page);
}

}  // namespace reports
