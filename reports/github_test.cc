#include "reports/github.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "reports/golden/golden.h"
#include "reports/repairs.h"

namespace reports {
namespace {

std::vector<std::string> LinesThatBeginWith(const std::string& text, const std::string& start) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with(start)) lines.push_back(line);
  }
  return lines;
}

std::string Annotations(const checker::ScoreReport& report) {
  std::ostringstream out;
  WriteGithub(report, {}, out);
  return out.str();
}

TEST(Github, AStepShowsTenOfAKind) {
  const std::string text = Annotations(EnormousReport());
  EXPECT_EQ(LinesThatBeginWith(text, "::notice ").size(), 1u);
  EXPECT_EQ(LinesThatBeginWith(text, "::error ").size(), 9u);
  EXPECT_LE(LinesThatBeginWith(text, "::warning ").size(), 10u);
}

TEST(Github, ACompilersErrorStandsAtItsLine) {
  const auto errors = LinesThatBeginWith(Annotations(UnbuildableSubmission()), "::error ");
  ASSERT_EQ(errors.size(), 2u);
  EXPECT_TRUE(errors[0].starts_with("::error file=server.c,line=17,col=9,title=compiler::"))
      << errors[0];
}

TEST(Github, AFileIsNamedAsTheRepositoryHasIt) {
  checker::ScoreReport report = UnbuildableSubmission();
  report.submission_path = "/home/student/course/lab 1";
  const auto first_error = [&report](const std::string& workspace) {
    std::ostringstream out;
    WriteGithub(report, {.environment = {{"GITHUB_WORKSPACE", workspace}}}, out);
    return LinesThatBeginWith(out.str(), "::error ").front();
  };
  EXPECT_TRUE(
      first_error("/home/student/course").starts_with("::error file=lab 1/server.c,line=17,"));
  EXPECT_TRUE(
      first_error("/home/student/course/").starts_with("::error file=lab 1/server.c,line=17,"));
  EXPECT_TRUE(
      first_error("/home/student/course/lab 1").starts_with("::error file=server.c,line=17,"));
  EXPECT_TRUE(first_error("/home/teacher").starts_with("::error file=server.c,line=17,"));
  report.submission_path = "/home/student/course/lab 1/server.c";  // handed in alone
  EXPECT_TRUE(
      first_error("/home/student/course").starts_with("::error file=lab 1/server.c,line=17,"));
}

TEST(Github, NothingOfTheStudentsIsACommand) {
  for (const std::string& line : LinesThatBeginWith(Annotations(HostileSubmission()), "::")) {
    EXPECT_TRUE(line.starts_with("::notice title=") || line.starts_with("::error file=") ||
                line.starts_with("::warning file="))
        << line;
  }
}

TEST(Github, OutputsAreOneLineEach) {
  std::ostringstream out;
  WriteGithubOutputs(FaultyForkServer(), out);
  const std::string text = out.str();
  EXPECT_TRUE(text.starts_with("points=52\nmax-points=100\npercent=52\noutcome=fail\nresult=ewog"))
      << text;
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 5);
}

TEST(Repairs, TheDearestComesFirst) {
  const checker::ScoreReport report = FaultyForkServer();
  const auto repairs = DearestFirst(RepairsOf(report));
  ASSERT_EQ(repairs.size(), 4u);
  EXPECT_EQ(repairs[0].check->id, "descriptors/parent_closes_connected_socket");
  EXPECT_EQ(repairs[0].Lost(), 10);
  EXPECT_EQ(repairs[0].consequences.size(), 2u);
  EXPECT_EQ(repairs[3].Lost(), 0) << "advice";
}

}  // namespace
}  // namespace reports
