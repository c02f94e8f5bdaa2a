#include "reports/gradebook.h"

#include <algorithm>
#include <ostream>

#include "reports/class_status.h"
#include "reports/report.h"

namespace reports {
namespace {

using checker::ClassMark;
using checker::ClassMember;
using checker::ClassReport;
using checker::Standing;

constexpr std::size_t kLongestCell = 300;

std::string Cell(std::string_view text) { return SafeCell(Sanitized(text, kLongestCell)); }

// Numbers of the checks that have points for anybody.
std::vector<std::uint16_t> GradedChecks(const ClassReport& report) {
  std::vector<bool> graded(report.checks.size());
  for (const ClassMember& member : report.members) {
    for (const ClassMark& mark : member.marks) {
      if (mark.max_points > 0) graded[mark.check] = true;
    }
  }
  std::vector<std::uint16_t> numbers;
  for (std::size_t i = 0; i < graded.size(); ++i) {
    if (graded[i]) numbers.push_back(static_cast<std::uint16_t>(i));
  }
  return numbers;
}

std::string NoteOf(const ClassMember& member) {
  if (member.standing == Standing::kGraded && !member.builds) return "does not build";
  return member.standing == Standing::kFailed ? member.trouble : "";
}

// "" where the submission is not held to it.
std::string PointsFor(const ClassMember& member, std::uint16_t check) {
  const auto mark = std::find_if(member.marks.begin(), member.marks.end(),
                                 [&](const ClassMark& one) { return one.check == check; });
  const bool held = mark != member.marks.end() && mark->max_points > 0;
  return held ? std::to_string(mark->points) : "";
}

TableRow RowOf(const ClassReport& report, const ClassMember& member) {
  TableRow row = {Cell(member.name), StatusOf(member)};
  const checker::Score& score = member.score;
  if (member.standing == Standing::kGraded) {
    row.insert(row.end(), {std::to_string(score.points), std::to_string(score.max_points),
                           score.percent ? std::to_string(*score.percent) : "",
                           std::to_string(score.undecided_points)});
  } else {
    row.insert(row.end(), 4, "");
  }
  row.insert(row.end(), {Cell(NoteOf(member)), Cell(report.assignment_id), CHECKER_VERSION,
                         member.sha256, Cell(member.page)});
  return row;
}

}  // namespace

void WriteGradebook(const ClassReport& report, std::ostream& out) {
  const auto graded = GradedChecks(report);
  TableRow header = {"submission",      "status",           "score", "max_score",
                     "percent",         "undecided_points", "note",  "assignment",
                     "checker_version", "sha256",           "report"};
  for (const auto check : graded) header.push_back("t:" + report.checks[check].id);
  WriteRow(header, out);
  for (const ClassMember& member : report.members) {
    TableRow row = RowOf(report, member);
    for (const auto check : graded) row.push_back(PointsFor(member, check));
    WriteRow(row, out);
  }
}

}  // namespace reports
