// The tables that Canvas, Moodle and GitHub Classroom know, filled for whoever handed something in.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "reports/gradebook.h"
#include "reports/report.h"
#include "reports/roster.h"

namespace reports {
namespace {

using checker::ClassMark;
using checker::ClassMember;
using checker::ClassReport;
using checker::Outcome;
using checker::Standing;
using Keys = std::vector<std::vector<std::string>>;

constexpr std::size_t kLongestFeedback = 900;

std::vector<TableRow> RowsOf(const std::vector<TableRow>& table) {
  return table.empty() ? table : std::vector<TableRow>(table.begin() + 1, table.end());
}

// A class whose roster nobody has given: the submissions' names are logins.
std::vector<TableRow> RosterOfNames(const ClassReport& report, const std::string& column) {
  std::vector<TableRow> table = {{column}};
  for (const ClassMember& member : report.members) table.push_back({member.name});
  return table;
}

std::string TitleOf(const ClassReport& report) {
  return SafeCell(Sanitized(report.assignment_title, 200));
}

// No number where nothing is known: platforms take an empty cell for "as before".
std::string PointsOf(const ClassMember* member) {
  const bool known = member != nullptr && member->standing == Standing::kGraded;
  return known ? std::to_string(member->score.points) : "";
}

int MostPoints(const ClassReport& report) {
  int most = 0;
  for (const ClassMember& member : report.members) most = std::max(most, member.score.max_points);
  return most;
}

std::string FeedbackFor(const ClassReport& report, const ClassMember* member) {
  if (member == nullptr || member->standing != Standing::kGraded) return "";
  if (!member->builds) return "It does not build.";
  std::string failed;
  for (const ClassMark& mark : member->marks) {
    if (mark.outcome != Outcome::kFail || mark.max_points == 0) continue;
    failed += (failed.empty() ? "Failed: " : ", ") + report.checks[mark.check].id;
  }
  return failed.empty() ? "No check failed." : Sanitized(failed, kLongestFeedback);
}

// Canvas matches a column by its header, so one that the roster has for this assignment is kept:
// "Echo server (4242)".
std::string CanvasColumn(const ClassReport& report, const TableRow& header) {
  const std::string title = TitleOf(report);
  for (const std::string& cell : header) {
    if (cell == title || cell.starts_with(title + " (")) return cell;
  }
  return title;
}

bool IsOfStudent(const TableRow& row) {
  return row.empty() || row.front().find("Points Possible") == std::string::npos;
}

Joined WriteCanvas(const ClassReport& report, const std::vector<TableRow>& given,
                   std::ostream& out) {
  const auto roster = given.empty() ? RosterOfNames(report, "SIS Login ID") : given;
  const TableRow& header = roster.front();
  std::vector<int> columns;
  const TableRow names = {"Student", "ID", "SIS User ID", "SIS Login ID", "Section"};
  for (const std::string& name : names) columns.push_back(ColumnOf(header, {name}));
  std::vector<TableRow> rows = RowsOf(roster);
  std::erase_if(rows, [](const TableRow& row) { return !IsOfStudent(row); });
  Keys keys;
  for (const TableRow& row : rows) {
    keys.push_back({CellOf(row, columns[1]), CellOf(row, columns[2]), CellOf(row, columns[3]),
                    CellOf(row, columns[0])});
  }
  const RosterMatch match = Match(report, keys);
  TableRow first = names;
  first.push_back(CanvasColumn(report, header));
  WriteRow(first, out);
  WriteRow({"    Points Possible", "", "", "", "", std::to_string(MostPoints(report))}, out);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    TableRow row;
    for (const int column : columns) row.push_back(CellOf(rows[i], column));
    row.push_back(PointsOf(match.member_of_row[i]));
    WriteRow(row, out);
  }
  return match.joined;
}

// "Participant 31" -> "31".
std::string NumberOfParticipant(const std::string& identifier) {
  const auto space = identifier.rfind(' ');
  return space == std::string::npos ? identifier : identifier.substr(space + 1);
}

// The worksheet of an assignment comes back with its two columns filled and the rest as it was.
Joined FillWorksheet(const ClassReport& report, const std::vector<TableRow>& roster, int identifier,
                     std::ostream& out) {
  const TableRow& header = roster.front();
  const int name = ColumnOf(header, {"Full name"});
  const int email = ColumnOf(header, {"Email address"});
  const int grade = ColumnOf(header, {"Grade"});
  const int feedback = ColumnOf(header, {"Feedback comments"});
  const std::vector<TableRow> rows = RowsOf(roster);
  Keys keys;
  for (const TableRow& row : rows) {
    keys.push_back(
        {NumberOfParticipant(CellOf(row, identifier)), CellOf(row, email), CellOf(row, name)});
  }
  const RosterMatch match = Match(report, keys);
  WriteRow(header, out);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    TableRow row = rows[i];
    row.resize(header.size());
    const ClassMember* member = match.member_of_row[i];
    const std::string points = PointsOf(member);
    if (!points.empty() && grade >= 0) row[static_cast<std::size_t>(grade)] = points;
    if (!points.empty() && feedback >= 0) {
      row[static_cast<std::size_t>(feedback)] = FeedbackFor(report, member);
    }
    WriteRow(row, out);
  }
  return match.joined;
}

Joined WriteMoodle(const ClassReport& report, const std::vector<TableRow>& given,
                   std::ostream& out) {
  const auto roster = given.empty() ? RosterOfNames(report, "Username") : given;
  const TableRow& header = roster.front();
  const int identifier = ColumnOf(header, {"Identifier"});
  if (identifier >= 0 && ColumnOf(header, {"Grade"}) >= 0) {
    return FillWorksheet(report, roster, identifier, out);
  }
  const int who = ColumnOf(header, {"Email address", "Email", "Username", "ID number"});
  std::vector<TableRow> rows = RowsOf(roster);
  Keys keys;
  for (const TableRow& row : rows) keys.emplace_back(row.begin(), row.end());
  const RosterMatch match = Match(report, keys);
  WriteRow(
      {who < 0 ? "Username" : header[static_cast<std::size_t>(who)], TitleOf(report), "Feedback"},
      out);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ClassMember* member = match.member_of_row[i];
    // A row without a grade would empty the feedback that is there.
    if (PointsOf(member).empty()) continue;
    WriteRow({CellOf(rows[i], std::max(who, 0)), PointsOf(member), FeedbackFor(report, member)},
             out);
  }
  return match.joined;
}

Joined WriteClassroomGrades(const ClassReport& report, const std::vector<TableRow>& given,
                            std::ostream& out) {
  const auto roster = given.empty() ? RosterOfNames(report, "github_username") : given;
  const TableRow& header = roster.front();
  const int login = ColumnOf(header, {"github_username", "username"});
  const int identifier = ColumnOf(header, {"identifier", "roster_identifier", "email"});
  const std::vector<TableRow> rows = RowsOf(roster);
  Keys keys;
  for (const TableRow& row : rows) {
    const std::string name = CellOf(row, login);
    keys.push_back({name, name.empty() ? "" : "-" + name, CellOf(row, identifier)});
  }
  const RosterMatch match = Match(report, keys);
  WriteRow({"assignment_name", "assignment_url", "starter_code_url", "github_username",
            "roster_identifier", "student_repository_name", "student_repository_url",
            "submission_timestamp", "points_awarded", "points_available"},
           out);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ClassMember* member = match.member_of_row[i];
    const bool known = !PointsOf(member).empty();
    WriteRow({TitleOf(report), "", "", CellOf(rows[i], login), CellOf(rows[i], identifier),
              member == nullptr ? "" : SafeCell(Sanitized(member->name, 200)), "", "",
              PointsOf(member), known ? std::to_string(member->score.max_points) : ""},
             out);
  }
  return match.joined;
}

}  // namespace

const std::vector<Gradebook>& Gradebooks() {
  static const std::vector<Gradebook> gradebooks = {
      {"canvas", WriteCanvas}, {"moodle", WriteMoodle}, {"classroom", WriteClassroomGrades}};
  return gradebooks;
}

const Gradebook* FindGradebook(std::string_view name) {
  const auto& all = Gradebooks();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Gradebook& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace reports
