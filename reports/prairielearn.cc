#include "reports/prairielearn.h"

#include "reports/document.h"
#include "reports/rows.h"
#include "reports/score_in_words.h"

namespace reports {

void WritePrairielearn(const checker::ScoreReport& given, const Style&, std::ostream& out) {
  const checker::ScoreReport report = Sanitized(given);
  Json tests = Json::array();
  for (const Row& row : RowsOf(report)) {
    // A test without points would hide those of all.
    tests.push_back({{"name", row.id},
                     {"description", row.title},
                     {"points", row.points},
                     {"max_points", row.max_points},
                     {"message", row.message},
                     {"output", row.passed() ? "" : row.details}});
  }
  WriteDocument({{"gradable", true},
                 {"score", FractionOf(report.score)},
                 {"message", ScoreInWords(report.score)},
                 {"tests", std::move(tests)}},
                out);
}

void WritePrairielearnError(const checker::InfrastructureError& given, const Style&,
                            std::ostream& out) {
  const checker::InfrastructureError error = Sanitized(given);
  const std::string text = "The checker itself failed; this says nothing about the submission. " +
                           error.operation + ": " + error.reason;
  // Not gradable: no attempt is lost.
  WriteDocument({{"gradable", false}, {"format_errors", Json::array({text})}, {"message", text}},
                out);
}

}  // namespace reports
