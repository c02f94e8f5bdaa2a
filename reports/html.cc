#include "reports/html.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <map>
#include <ostream>

#include "checker/model/catalogue.h"
#include "reports/by_hand.h"
#include "reports/finding.h"
#include "reports/html/picture_data.h"
#include "reports/html/templates.h"
#include "reports/picture.h"
#include "reports/repairs.h"
#include "reports/score_in_words.h"
#include "reports/server_in_words.h"

namespace reports {
namespace {

using checker::BuildStatus;
using checker::CheckResult;
using checker::Outcome;
using checker::ScoreReport;
using kainjow::mustache::data;

constexpr std::size_t kMostFirst = 3;
constexpr std::size_t kMostDiagnosticsInHtml = 20;
constexpr std::size_t kMostEvidenceOfFailed = 40;
constexpr std::size_t kMostEvidenceOfOthers = 12;
constexpr std::size_t kLongTextInHtml =
    600;  // bytes of one text that may quote the student's program
constexpr std::size_t kLogInHtml = 8 << 10;
constexpr std::size_t kBudget =
    72 << 10;  // bytes of all such texts, escaped: the file stays below 300 kB

data List() { return data(data::type::list); }

// Texts are shortened to fit, and once all the room is taken they are left out.
class Room {
 public:
  data Text(std::string_view text, std::size_t most = kLongTextInHtml) {
    if (text.empty()) return data(false);
    std::string shown = Sanitized(text, most);
    const std::size_t size = kainjow::mustache::html_escape(shown).size();
    if (size > left_) {
      shown = "[... the JSON report has it]";
    } else {
      left_ -= size;
    }
    return data(shown);
  }
  bool full() const { return left_ < kLongTextInHtml; }

 private:
  std::size_t left_ = kBudget;
};

std::string Anchor(const std::string& id) {
  std::string anchor = "check-" + id;
  std::replace(anchor.begin(), anchor.end(), '/', '-');
  return anchor;
}

const char* InkClass(Ink ink) {
  switch (ink) {
    case Ink::kGood: return "good";
    case Ink::kBad: return "bad";
    case Ink::kUnsure: return "unsure";
    default: return "faint";
  }
}

std::string PointsInWords(const CheckResult& check) {
  if (check.max_points == 0) return check.must ? "0 points" : "advice";
  return fmt::format("{} of {}", check.points, Plural(check.max_points, "point"));
}

void SetMark(const CheckResult& check, data& entry) {
  const Mark mark = MarkOf(check);
  entry.set("mark", mark.text);
  entry.set("ink", InkClass(mark.ink));
  entry.set("anchor", Anchor(check.id));
  entry.set("id", check.id);
}

class HtmlPage {
 public:
  explicit HtmlPage(const ScoreReport& report) : report_(report), repairs_(RepairsOf(report)) {}

  data Filled() {
    page_.set("style", kStyleSheet);
    Header();
    Build();
    First();
    Folders();
    page_.set("picture", PictureData(PictureOf(report_)));
    Groups();
    About();
    return std::move(page_);
  }

 private:
  void Header() {
    page_.set("name", OneLine(report_.submission_name));
    page_.set("score", ScoreInWords(report_.score));
    const auto& score = report_.score;
    page_.set("score_ink", score.points == score.max_points                            ? "good"
                           : score.points + score.undecided_points == score.max_points ? "unsure"
                                                                                       : "");
    page_.set("tally", TallyInWords(report_, repairs_));
    data gauge(false);
    if (score.percent) gauge = data("percent", std::to_string(std::clamp(*score.percent, 0, 100)));
    page_.set("gauge", gauge);
    data assignment(false);
    if (report_.assignment_id != "auto") {
      assignment = data("id", report_.assignment_id);
      assignment.set("title", report_.assignment_title);
    }
    page_.set("assignment", assignment);
    data sentences = List();
    if (report_.server && report_.server->port > 0) {
      sentences.push_back(DesignInWords(*report_.server) + "; " + PortInWords(*report_.server));
      sentences.push_back(DialogueInWords(*report_.server));
    } else if (const std::string why = NoServerInWords(report_); !why.empty()) {
      sentences.push_back(why);
    }
    page_.set("sentences", sentences);
  }

  void Build() {
    data build(false);
    if (report_.build.status == BuildStatus::kFailed) {
      build = data();
      data diagnostics = List();
      std::size_t errors = 0;
      for (const auto& diagnostic : report_.build.diagnostics) {
        if (!IsError(diagnostic) || ++errors > kMostDiagnosticsInHtml) continue;
        data entry("place", PlaceOf(diagnostic) + ":");
        entry.set("message", room_.Text(diagnostic.message));
        entry.set("excerpt", ExcerptAround(diagnostic.file, diagnostic.line));
        diagnostics.push_back(entry);
      }
      build.set("diagnostics", diagnostics);
      const bool more = errors > kMostDiagnosticsInHtml;
      build.set("more_diagnostics",
                more ? data(fmt::format("... and {} more", errors - kMostDiagnosticsInHtml))
                     : data(false));
      build.set("log", room_.Text(report_.build.log, kLogInHtml));
    }
    page_.set("build_failed", build);
  }

  void First() {
    data first = List();
    std::size_t count = 0;
    for (const Repair& repair : DearestFirst(repairs_)) {
      if (++count > kMostFirst) break;
      data entry;
      SetMark(*repair.check, entry);
      entry.set("lost",
                repair.Lost() > 0 ? data("-" + Plural(repair.Lost(), "point")) : data(false));
      entry.set("rationale", room_.Text(repair.check->rationale));
      entry.set("hint", room_.Text(repair.check->hint));
      first.push_back(entry);
    }
    page_.set("has_first", data(count > 0));
    page_.set("first", first);
  }

  void Folders() {
    std::vector<std::string> order;
    std::map<std::string, std::vector<const CheckResult*>> folders;
    for (const CheckResult& check : report_.checks) {
      auto& checks = folders[FolderOf(check)];
      if (checks.empty()) order.push_back(FolderOf(check));
      checks.push_back(&check);
    }
    data rows = List();
    for (const std::string& folder : order) rows.push_back(FolderRow(folder, folders[folder]));
    page_.set("folders", rows);
  }

  static data FolderRow(const std::string& folder, const std::vector<const CheckResult*>& checks) {
    data marks = List();
    int points = 0, most = 0;
    for (const CheckResult* check : checks) {
      data entry;
      SetMark(*check, entry);
      entry.set("words", fmt::format("{}: {}", check->id, checker::Name(check->outcome)));
      marks.push_back(entry);
      points += check->points;
      most += check->max_points;
    }
    data row("folder", folder);
    row.set("marks", marks);
    row.set("points", most > 0 ? fmt::format("{} of {}", points, most) : std::string("advice"));
    return row;
  }

  void Groups() {
    data groups = List();
    const auto add = [&](const char* anchor, const char* heading, auto&& belongs) {
      data checks = List();
      for (const CheckResult& check : report_.checks) {
        if (belongs(check)) checks.push_back(Check(check));
      }
      if (checks.is_empty_list()) return;
      data group("group_anchor", anchor);
      group.set("heading", heading);
      group.set("checks", checks);
      groups.push_back(group);
    };
    const auto failed = [](const CheckResult& check) { return check.outcome == Outcome::kFail; };
    add("failed", "What went wrong",
        [&](const auto& check) { return failed(check) && !IsAdvice(check); });
    add("undecided", "Undecided", IsUndecided);
    add("advice", "Advice (costs nothing)",
        [&](const auto& check) { return failed(check) && IsAdvice(check); });
    add("untested", "Not tested",
        [](const auto& check) { return check.outcome == Outcome::kUntested; });
    add("passed", "Passed", [](const auto& check) { return check.outcome == Outcome::kPass; });
    page_.set("groups", groups);
  }

  data Check(const CheckResult& check) {
    data entry;
    SetMark(check, entry);
    const bool failed = check.outcome == Outcome::kFail;
    entry.set("open", data(failed && !check.explained_by));
    entry.set("title", check.title);
    entry.set("cost", PointsInWords(check));
    entry.set("requirement", room_.Text(check.requirement));
    entry.set("rationale", room_.Text(check.rationale));
    entry.set("facts", Facts(check));
    const checker::SourceLine source = check.source.value_or(checker::SourceLine());
    entry.set("excerpt", ExcerptAround(source.file, source.line));
    SetCauses(check, entry);
    SetEvidence(check, failed ? kMostEvidenceOfFailed : kMostEvidenceOfOthers, entry);
    SetSteps(check, entry);
    return entry;
  }

  data ExcerptAround(const std::string& file, int line) {
    for (const checker::SourceExcerpt& excerpt : report_.excerpts) {
      const int behind = excerpt.first_line + static_cast<int>(excerpt.lines.size());
      if (excerpt.file != file || line < excerpt.first_line || line >= behind) continue;
      data lines = List();
      for (int number = excerpt.first_line; number < behind; ++number) {
        data shown("number", fmt::format("{:>4}", number));
        shown.set("here", data(number == line));
        const auto index = static_cast<std::size_t>(number - excerpt.first_line);
        const data text = room_.Text(excerpt.lines[index]);
        shown.set("text", text.is_string() ? text : data(""));
        lines.push_back(shown);
      }
      return data("lines", lines);
    }
    return data(false);
  }

  data Facts(const CheckResult& check) {
    data facts = List();
    const auto add = [&](const char* term, const std::string& text) {
      if (text.empty()) return;
      data fact("term", term);
      fact.set("text", room_.Text(text));
      facts.push_back(fact);
    };
    add("expected", check.expected);
    add("seen", check.actual);
    if (check.source)
      add("source line", fmt::format("{}:{}", check.source->file, check.source->line));
    if (check.outcome != Outcome::kPass) add("look at", check.hint);
    const checker::Check* registered = checker::FindCheck(check.id);
    if (registered != nullptr && check.outcome != Outcome::kPass) {
      add("read", fmt::format("{}", fmt::join(registered->see, ", ")));
    }
    for (const std::string& note : check.notes) add("note", note);
    if (check.proof) add("rests on", ProofInWords(*check.proof));
    return facts;
  }

  void SetCauses(const CheckResult& check, data& entry) {
    entry.set("caused_by", check.explained_by ? data(Anchor(*check.explained_by)) : data(false));
    entry.set("caused_by_id", check.explained_by.value_or(""));
    data consequences = List();
    for (const Repair& repair : repairs_) {
      if (repair.check != &check) continue;
      for (const CheckResult* consequence : repair.consequences) {
        data to("to", Anchor(consequence->id));
        to.set("to_id", consequence->id);
        consequences.push_back(to);
      }
    }
    entry.set("has_consequences", data(consequences.is_non_empty_list()));
    entry.set("consequences", consequences);
  }

  void SetEvidence(const CheckResult& check, std::size_t most, data& entry) {
    data lines = List();
    std::size_t shown = 0;
    for (const checker::EvidenceLine* line : Telling(check.evidence, most)) {
      if (room_.full()) break;
      ++shown;
      data row("at_ms", std::to_string(line->at_ms));
      row.set("who", Who(*line));
      row.set("text", room_.Text(OneLine(line->text)));
      lines.push_back(row);
    }
    entry.set("has_evidence", data(!check.evidence.empty()));
    entry.set("evidence", lines);
    const std::size_t more = check.evidence.size() - shown;
    entry.set("more_evidence",
              more > 0 ? data(fmt::format("{} more in the JSON report", more)) : data(false));
  }

  void SetSteps(const CheckResult& check, data& entry) {
    data steps = List();
    const bool asks = check.outcome != Outcome::kPass && check.outcome != Outcome::kUntested;
    for (const Step& step : asks ? ByHand(FolderOf(check)) : std::vector<Step>()) {
      data row("command", WithPort(std::string(step.command)));
      row.set("shows", std::string(step.shows));
      steps.push_back(row);
    }
    entry.set("has_steps", data(steps.is_non_empty_list()));
    entry.set("steps", steps);
  }

  std::string WithPort(std::string command) const {
    if (!report_.server || report_.server->port == 0) return command;
    for (auto at = command.find("PORT"); at != std::string::npos; at = command.find("PORT")) {
      command.replace(at, 4, std::to_string(report_.server->port));
    }
    return command;
  }

  void About() {
    data about = List();
    about.push_back(fmt::format("checker {}, {}, {} checks in {:.1f} s", CHECKER_VERSION,
                                report_.started_at, report_.checks.size(),
                                report_.duration_ms / 1000.0));
    if (!report_.environment.level.empty()) about.push_back(IsolationInWords(report_.environment));
    if (!report_.submission_sha256.empty()) about.push_back("sha256 " + report_.submission_sha256);
    page_.set("about", about);
    const std::string commands = fmt::format("{}", fmt::join(report_.build.commands, "\n"));
    page_.set("has_commands", data(!commands.empty()));
    page_.set("commands", room_.Text(commands, kLogInHtml));
    data others = List();
    for (const checker::NotApplicable& other : report_.not_applicable) {
      data entry("id", other.id);
      entry.set("reason", room_.Text(other.reason));
      others.push_back(entry);
    }
    page_.set("has_others", data(others.is_non_empty_list()));
    page_.set("others", others);
  }

  const ScoreReport& report_;
  std::vector<Repair> repairs_;
  Room room_;
  data page_;
};

}  // namespace

void WriteHtml(const ScoreReport& given, const Style&, std::ostream& out) {
  const ScoreReport report = Sanitized(given);
  out << kainjow::mustache::mustache(kReportTemplate).render(HtmlPage(report).Filled());
}

void WriteHtmlError(const checker::InfrastructureError& given, const Style&, std::ostream& out) {
  const checker::InfrastructureError error = Sanitized(given);
  data page("style", kStyleSheet);
  page.set("operation", error.operation);
  page.set("reason", error.reason);
  out << kainjow::mustache::mustache(kErrorTemplate).render(page);
}

}  // namespace reports
