#include "reports/moodle.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "reports/document.h"
#include "reports/rows.h"
#include "reports/score_in_words.h"

namespace reports {
namespace {

double Said(const Style& style, const char* name, double otherwise) {
  const auto found = style.environment.find(name);
  if (found == style.environment.end()) return otherwise;
  double number = 0;
  const std::string& text = found->second;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && std::isfinite(number)
             ? number
             : otherwise;
}

// Behind ">" nothing is a tag of the lab's, a title or a link.
void Preformatted(const std::string& text, std::ostream& out) {
  for (const std::string& line : LinesOf(text)) out << ">" << line << "\n";
}

void VplComment(const Row& row, std::ostream& out) {
  const int lost = row.max_points - row.points;
  out << "-" << row.id << (row.undecided() ? ", undecided" : "");
  if (lost > 0) out << " (-" << lost << ")";
  out << "\n";
  Preformatted(row.details, out);
}

Json CoderunnerRow(const Row& row) {
  return Json::array(
      {row.passed() ? 1 : 0, row.id,
       row.graded() ? fmt::format("{} of {}", row.points, row.max_points) : std::string("advice"),
       row.passed() ? row.message : row.details});
}

}  // namespace

void WriteVpl(const checker::ScoreReport& given, const Style& style, std::ostream& out) {
  const checker::ScoreReport report = Sanitized(given);
  out << "\n<|--\n-" << ScoreInWords(report.score) << "\n";
  if (const std::string why = NoServerInWords(report); !why.empty()) Preformatted(why, out);
  for (const Row& row : RowsOf(report)) {
    if (!row.passed()) VplComment(row, out);
  }
  const double least = Said(style, "VPL_GRADEMIN", 0);
  const double most = Said(style, "VPL_GRADEMAX", 10);
  out << "--|>\n\n"
      << fmt::format("Grade :=>>{:.2f}", least + FractionOf(report.score) * (most - least)) << "\n";
}

// Without a grade: an earlier one stays.
void WriteVplError(const checker::InfrastructureError& given, const Style&, std::ostream& out) {
  const checker::InfrastructureError error = Sanitized(given);
  out << "\n<|--\n-The checker itself failed\n";
  Preformatted("This says nothing about the submission.\n" + error.operation + ": " + error.reason,
               out);
  out << "--|>\n";
}

void WriteCoderunner(const checker::ScoreReport& given, const Style&, std::ostream& out) {
  const checker::ScoreReport report = Sanitized(given);
  Json results = Json::array({Json::array({"iscorrect", "Check", "Points", "What was seen"})});
  for (const Row& row : RowsOf(report)) results.push_back(CoderunnerRow(row));
  WriteDocument({{"fraction", FractionOf(report.score)},
                 {"prologuehtml", "<p>" + ScoreInWords(report.score) + "</p>"},
                 {"testresults", std::move(results)},
                 {"columnformats", Json::array({"%s", "%s", "%s"})}},
                out, Shape::kOneLine);
}

void WriteCoderunnerError(const checker::InfrastructureError& given, const Style&,
                          std::ostream& out) {
  const checker::InfrastructureError error = Sanitized(given);
  const Json header = Json::array({"iscorrect", "Check", "What was seen"});
  const Json row =
      Json::array({0, "the checker itself failed", error.operation + ": " + error.reason});
  WriteDocument({{"fraction", 0.0},
                 {"prologuehtml",
                  "<p>The checker itself failed; this says nothing about the submission.</p>"},
                 {"testresults", Json::array({header, row})},
                 {"columnformats", Json::array({"%s", "%s"})}},
                out, Shape::kOneLine);
}

}  // namespace reports
