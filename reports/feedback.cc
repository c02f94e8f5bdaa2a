#include "reports/feedback.h"

#include <algorithm>

#include "reports/finding.h"

namespace reports {
namespace {

using checker::CheckResult;
using checker::Feedback;
using checker::FeedbackLevels;
using checker::FeedbackOn;
using checker::Outcome;
using checker::ScoreReport;
using checker::SourceExcerpt;

bool IsHidden(const FeedbackLevels& levels, const std::string& id) {
  return FeedbackOn(levels, id) == Feedback::kNothing;
}

CheckResult OutcomeOf(const CheckResult& check) {
  CheckResult outcome{.id = check.id, .title = check.title, .requirement = check.requirement};
  outcome.must = check.must;
  outcome.outcome = check.outcome;
  outcome.points = check.points;
  outcome.max_points = check.max_points;
  outcome.rationale = "Your instructor shows the outcome of this check only.";
  return outcome;
}

void ReplaceAll(std::string& text, const std::string& word, const std::string& by) {
  for (auto at = text.find(word); at != text.npos; at = text.find(word, at + by.size()))
    text.replace(at, word.size(), by);
}

// A check that was not tried says for want of which one.
void MaskNames(const std::vector<std::string>& hidden, CheckResult& check) {
  for (const std::string& id : hidden) {
    ReplaceAll(check.rationale, id, "a check that is not shown");
    if (check.explained_by == id) check.explained_by.reset();
  }
}

bool IsAbout(const ScoreReport& report, const SourceExcerpt& excerpt) {
  const auto covers = [&](const std::string& file, int line) {
    return file == excerpt.file && line >= excerpt.first_line &&
           line < excerpt.first_line + static_cast<int>(excerpt.lines.size());
  };
  return std::any_of(report.checks.begin(), report.checks.end(),
                     [&](const CheckResult& check) {
                       return check.source && covers(check.source->file, check.source->line);
                     }) ||
         std::any_of(report.build.diagnostics.begin(), report.build.diagnostics.end(),
                     [&](const checker::Diagnostic& diagnostic) {
                       return covers(diagnostic.file, diagnostic.line);
                     });
}

// One for all, as far as points hang on them.
CheckResult Together(const std::vector<CheckResult>& hidden) {
  CheckResult sum{.id = "assignment/hidden_checks", .title = "checks that are not shown"};
  sum.outcome = Outcome::kPass;
  sum.rationale = "Your instructor does not show which these are.";
  for (const CheckResult& check : hidden) {
    sum.points += check.points;
    sum.max_points += check.max_points;
    if (check.points == check.max_points) continue;
    if (sum.outcome != Outcome::kFail)
      sum.outcome = IsUndecided(check) ? Outcome::kUnresolved : Outcome::kFail;
  }
  return sum;
}

}  // namespace

ScoreReport WithoutDetails(ScoreReport report) {
  std::vector<std::string> hidden;
  for (const CheckResult& check : report.checks) {
    if (IsHidden(report.feedback, check.id)) hidden.push_back(check.id);
  }
  for (CheckResult& check : report.checks) {
    const Feedback shown = FeedbackOn(report.feedback, check.id);
    if (shown == Feedback::kOutcome) check = OutcomeOf(check);
    if (shown == Feedback::kFull) MaskNames(hidden, check);
  }
  return report;
}

ScoreReport ForStudents(ScoreReport given) {
  ScoreReport report = WithoutDetails(std::move(given));
  std::vector<CheckResult> hidden;
  for (const CheckResult& check : report.checks) {
    if (IsHidden(report.feedback, check.id)) hidden.push_back(check);
  }
  std::erase_if(report.checks,
                [&](const auto& check) { return IsHidden(report.feedback, check.id); });
  std::erase_if(report.not_applicable,
                [&](const auto& entry) { return IsHidden(report.feedback, entry.id); });
  const CheckResult together = Together(hidden);
  if (together.max_points > 0) report.checks.push_back(together);
  std::erase_if(report.excerpts,
                [&](const SourceExcerpt& excerpt) { return !IsAbout(report, excerpt); });
  report.feedback.clear();  // it names them
  return report;
}

ScoreReport For(checker::Audience audience, ScoreReport report) {
  return audience == checker::Audience::kStudents ? ForStudents(std::move(report)) : report;
}

}  // namespace reports
