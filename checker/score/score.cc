#include "checker/score/score.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "checker/score/weights.h"

namespace checker {
namespace {

bool Undecided(const CheckResult& check) {
  return check.outcome == Outcome::kUnresolved || check.outcome == Outcome::kUnsupported;
}

// One mistake costs once, where folders tell mistakes apart: a consequence in another folder is
// free.
bool KeepsPoints(const CheckResult& check) {
  return check.outcome == Outcome::kFail && check.explained_by.has_value() &&
         FolderOf(*check.explained_by) != FolderOf(check.id);
}

int PointsOf(const CheckResult& check) {
  return check.outcome == Outcome::kPass || KeepsPoints(check) ? check.max_points : 0;
}

std::optional<int> Percent(int points, int max_points) {
  if (max_points == 0) return std::nullopt;
  return static_cast<int>(std::int64_t{100} * points / max_points);
}

void Weigh(const Assignment& assignment, std::vector<CheckResult>& checks) {
  const auto automatic = assignment.is_auto ? AutomaticWeights(checks) : std::vector<int>();
  for (std::size_t i = 0; i < checks.size(); ++i) {
    checks[i].max_points =
        assignment.is_auto ? automatic[i] : AssignedWeight(assignment, checks[i].id);
    checks[i].points = PointsOf(checks[i]);
  }
}

Score Total(const std::vector<CheckResult>& checks) {
  Score score;
  for (const CheckResult& check : checks) {
    score.points += check.points;
    score.max_points += check.max_points;
    if (Undecided(check)) score.undecided_points += check.max_points;
  }
  return score;
}

// The maximum of an assignment must not depend on what was handed in.
void AddNotApplicable(const Assignment& assignment,
                      const std::vector<NotApplicable>& not_applicable, Score& score) {
  for (const NotApplicable& entry : not_applicable) {
    const int weight = AssignedWeight(assignment, entry.id);
    score.max_points += weight;
    if (!assignment.design.has_value()) score.points += weight;
  }
}

}  // namespace

Scored ComputeScore(const Assignment& assignment, std::vector<CheckResult> checks,
                    const std::vector<NotApplicable>& not_applicable) {
  Weigh(assignment, checks);
  Score score = Total(checks);
  if (!assignment.is_auto) AddNotApplicable(assignment, not_applicable, score);
  score.percent = Percent(score.points, score.max_points);
  score.percent_best = Percent(score.points + score.undecided_points, score.max_points);
  return {std::move(checks), score};
}

int ExitCode(const ScoreReport& report) {
  const auto any_graded = [&](auto&& predicate) {
    return std::any_of(report.checks.begin(), report.checks.end(), [&](const CheckResult& check) {
      return check.max_points > 0 && predicate(check);
    });
  };
  const bool failed = any_graded([](const CheckResult& check) {
    return check.outcome == Outcome::kFail && check.points < check.max_points;
  });
  if (failed) return 1;
  if (any_graded(Undecided)) return 2;
  return report.score.points < report.score.max_points ? 1 : 0;
}

}  // namespace checker
