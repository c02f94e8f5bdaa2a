#include "reference/deviations.h"

#include "checker/model/catalogue.h"

namespace checker::reference {
namespace {

const CheckResult* FindResult(const ScoreReport& report, const std::string& id) {
  for (const CheckResult& check : report.checks) {
    if (check.id == id) return &check;
  }
  return nullptr;
}

std::string Text(const Answers& answers) {
  std::string text;
  for (const std::string& answer : answers) text += (text.empty() ? "" : " or ") + answer;
  return text;
}

}  // namespace

std::string ReasonOf(const ScoreReport& report, const std::string& id) {
  if (const CheckResult* check = FindResult(report, id)) {
    return check->rationale +
           (check->explained_by ? " Explained by " + *check->explained_by + "." : "");
  }
  for (const NotApplicable& one : report.not_applicable) {
    if (one.id == id) return one.reason;
  }
  return "The report does not name it at all.";
}

std::string Deviations(const ScoreReport& report,
                       const std::function<Answers(const std::string& id)>& right_answers) {
  std::string text;
  for (const Check* check : Catalogue()) {
    const Answers right = right_answers(check->id);
    const std::string answer = AnswerOf(report, check->id);
    if (right.contains(answer)) continue;
    text += "\n" + check->id + "\n  expected: " + Text(right) + "\n  got:      " + answer + "\n  " +
            ReasonOf(report, check->id) + "\n";
  }
  return text;
}

}  // namespace checker::reference
