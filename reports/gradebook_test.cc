#include "reports/gradebook.h"

#include <gtest/gtest.h>

#include <sstream>

#include "reports/golden/golden_class.h"
#include "reports/roster.h"

namespace reports {
namespace {

std::string Own() {
  std::ostringstream out;
  WriteGradebook(SmallClass(), out);
  return out.str();
}

struct Written {
  std::vector<TableRow> table;
  Joined joined;
};

Written Platform(const std::string& name, const std::string& roster) {
  std::ostringstream out;
  const Joined joined = FindGradebook(name)->write(SmallClass(), ReadTable(roster), out);
  return {ReadTable(out.str()), joined};
}

TEST(Table, IsReadAsSpreadsheetsWriteIt) {
  const auto table =
      ReadTable("\xef\xbb\xbfName;Note\r\n\"Ada; L.\";\"says \"\"hi\"\"\"\r\n\r\nBob;\n");
  const std::vector<TableRow> expected = {
      {"Name", "Note"}, {"Ada; L.", "says \"hi\""}, {"Bob", ""}};
  EXPECT_EQ(table, expected);
}

TEST(Gradebook, HasARowForEachSubmissionAndAColumnForEachCheckWithPoints) {
  const auto table = ReadTable(Own());
  ASSERT_EQ(table.size(), 6u);
  EXPECT_EQ(table[0].back(), "t:processes/reaps_finished_children");
  EXPECT_EQ(table[1][0], "ada");
  EXPECT_EQ(CellOf(table[1], ColumnOf(table[0], {"status"})), "pass");
  EXPECT_EQ(CellOf(table[2], ColumnOf(table[0], {"t:processes/reaps_finished_children"})), "0");
  EXPECT_EQ(CellOf(table[3], ColumnOf(table[0], {"score"})), "");
  EXPECT_EQ(CellOf(table[3], ColumnOf(table[0], {"note"})), "the grading: was ended by signal 11");
  EXPECT_EQ(CellOf(table[4], ColumnOf(table[0], {"status"})), "missing");
}

TEST(Gradebook, NoNameIsAFormula) { EXPECT_NE(Own().find("\n'=cmd"), std::string::npos); }

TEST(Canvas, FillsTheColumnOfTheAssignmentAndNobodyElses) {
  const auto written = Platform("canvas",
                                "Student,ID,SIS Login ID,Section,Echo server (4242)\n"
                                "    Points Possible,,,,80\n"
                                "\"Lovelace, Ada\",1001,ada,A,\n"
                                "\"Turing, Alan\",1002,alan,A,7\n"
                                "\"Hopper, Grace\",1003,grace,A,\n");
  ASSERT_EQ(written.table.size(), 5u);
  EXPECT_EQ(written.table[0].back(), "Echo server (4242)");
  EXPECT_EQ(written.table[1].back(), "10");
  EXPECT_EQ(written.table[2], (TableRow{"Lovelace, Ada", "1001", "", "ada", "A", "10"}));
  EXPECT_EQ(written.table[3].back(), "6");
  EXPECT_EQ(written.table[4].back(), "") << "an infrastructure error is no grade";
  EXPECT_EQ(written.joined.without_submission, 0);
  EXPECT_EQ(written.joined.not_in_roster, (std::vector<std::string>{"hedy", "=cmd"}));
}

TEST(Moodle, ComesBackAsItsWorksheetWithGradesAndFeedback) {
  const auto written = Platform("moodle",
                                "Identifier,\"Full name\",Status,Grade,\"Feedback comments\"\n"
                                "\"Participant 31\",Ada,\"Submitted\",,\n"
                                "\"Participant 32\",Alan,\"Submitted\",,\n");
  ASSERT_EQ(written.table.size(), 3u);
  EXPECT_EQ(written.table[1],
            (TableRow{"Participant 31", "Ada", "Submitted", "10", "No check failed."}));
  EXPECT_EQ(written.table[2][4], "Failed: processes/reaps_finished_children");
}

TEST(Moodle, WithoutAWorksheetGradesAreImportedByAddressOrLogin) {
  const auto written = Platform("moodle", "Email address,Username\nada@example.edu,ada\n");
  ASSERT_EQ(written.table.size(), 2u);
  EXPECT_EQ(written.table[1][0], "ada@example.edu");
  EXPECT_EQ(written.table[1][1], "10");
}

TEST(Classroom, JoinsByTheEndOfARepositorysName) {
  checker::ClassReport report = SmallClass();
  report.members[0].name = "echo-server-ada";
  std::ostringstream out;
  const auto roster = ReadTable("identifier,github_username\nada@example.edu,ada\n");
  FindGradebook("classroom")->write(report, roster, out);
  const auto table = ReadTable(out.str());
  ASSERT_EQ(table.size(), 2u);
  EXPECT_EQ(CellOf(table[1], ColumnOf(table[0], {"points_awarded"})), "10");
  EXPECT_EQ(CellOf(table[1], ColumnOf(table[0], {"roster_identifier"})), "ada@example.edu");
}

TEST(Roster, NamesSayWhoseTheyAreAsPlatformsExportThem) {
  EXPECT_EQ(SpellingsOf("lovelaceada_LATE_1001_5551_server.c").front(), "1001");
  EXPECT_EQ(SpellingsOf("Ada Lovelace_31_assignsubmission_file").front(), "31");
  EXPECT_EQ(SpellingsOf("Ada.tar.gz"), (std::vector<std::string>{"ada.tar.gz", "ada"}));
}

TEST(Roster, WhatCouldBeTwoPeoplesIsNobodys) {
  const checker::ClassReport report = SmallClass();
  const RosterMatch two_rows = Match(report, {{"ada"}, {"ada"}});
  EXPECT_EQ(two_rows.member_of_row[0], nullptr);
  EXPECT_EQ(two_rows.joined.ambiguous, std::vector<std::string>{"ada"});
  checker::ClassReport twice = report;
  twice.members[1].name = "ada.zip";
  const RosterMatch two_submissions = Match(twice, {{"ada"}});
  EXPECT_EQ(two_submissions.member_of_row[0], nullptr);
  EXPECT_EQ(two_submissions.joined.ambiguous, (std::vector<std::string>{"ada", "ada.zip"}));
}

}  // namespace
}  // namespace reports
