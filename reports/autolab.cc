#include "reports/autolab.h"

#include <algorithm>
#include <sstream>

#include "reports/document.h"
#include "reports/rows.h"
#include "reports/terminal.h"

namespace reports {
namespace {

// The server puts quotation marks around whatever stands before a colon: no text goes into this
// line.
void WriteScores(const Json& scores, std::ostream& out) {
  WriteDocument(scores, out, Shape::kOneLine);
}

Json FeedbackOf(const std::vector<Row>& rows) {
  Json feedback = {{"_presentation", "semantic"}, {"stages", Json::array()}};
  for (const Row& row : rows) {
    Json& stages = feedback["stages"];
    if (std::find(stages.begin(), stages.end(), row.folder) == stages.end())
      stages.push_back(row.folder);
    Json result = {{"passed", row.passed()}};
    if (!row.passed()) result["hint"] = row.message;
    feedback[row.folder][row.id.substr(row.folder.size() + 1)] = std::move(result);
  }
  return feedback;
}

}  // namespace

void WriteAutolab(const checker::ScoreReport& given, const Style&, std::ostream& out) {
  const checker::ScoreReport report = Sanitized(given);
  WriteTerminal(report, {.width = 100}, out);
  WriteDocument(FeedbackOf(GradedRowsOf(report)), out, Shape::kOneLine);
  WriteScores({{"scores", {{"points", report.score.points}}},
               {"scoreboard", Json::array({report.score.points})}},
              out);
}

void WriteAutolabError(const checker::InfrastructureError& error, const Style&, std::ostream& out) {
  WriteTerminalError(error, {.width = 100}, out);
  WriteScores({{"scores", Json::object()}}, out);  // no points are claimed
}

}  // namespace reports
