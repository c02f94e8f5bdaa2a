#include "checker/certify/certify.h"

#include <algorithm>
#include <optional>

#include "checker/certify/busy_processes.h"
#include "checker/model/catalogue.h"

namespace checker {
namespace {

const CheckResult* ResultOf(const ScoreReport& report, const std::string& id) {
  const auto found = std::find_if(report.checks.begin(), report.checks.end(),
                                  [&id](const CheckResult& check) { return check.id == id; });
  return found == report.checks.end() ? nullptr : &*found;
}

void Count(const ScoreReport& report, AnswersSeen* check) {
  const std::string answer = AnswerOf(report, check->id);
  const CheckResult* result = ResultOf(report, check->id);
  ++check->times[answer];
  check->said.emplace(answer, result == nullptr ? "" : result->rationale);
}

}  // namespace

std::string AnswerOf(const ScoreReport& report, const std::string& id) {
  const CheckResult* result = ResultOf(report, id);
  if (result == nullptr) return kDoesNotApply;
  const bool explained = result->outcome == Outcome::kFail && result->explained_by;
  return explained ? kExplainedFailure : Name(result->outcome);
}

std::vector<std::string> Certification::Changed() const {
  std::vector<std::string> ids;
  for (const AnswersSeen& check : checks) {
    if (!check.IsSteady()) ids.push_back(check.id);
  }
  return ids;
}

sandbox::Result<Certification> Certify(const std::function<sandbox::Result<ScoreReport>()>& grade,
                                       const CertifyOptions& options) {
  Certification certification{.load = options.load};
  for (const Check* check : Catalogue()) certification.checks.push_back({.id = check->id});
  std::optional<BusyProcesses> busy;
  while (certification.gradings < options.repetitions) {
    const auto report = grade();
    if (!report) return report.error();
    for (AnswersSeen& check : certification.checks) Count(*report, &check);
    ++certification.gradings;
    if (!busy) busy.emplace(options.load);
  }
  return certification;
}

}  // namespace checker
