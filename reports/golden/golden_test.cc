// Every format renders the golden reports to the very bytes that are kept beside this file. After a
// change that is meant: REWRITE_GOLDEN=1 reports_tests --gtest_filter='Golden.*', then read the
// diff.
#include "reports/golden/golden.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "reports/report.h"

namespace reports {
namespace {

std::string Path(const std::string& name) { return std::string(GOLDEN_DIR) + "/" + name; }

std::string Rendered(const checker::ScoreReport& report, const char* format, Style style = {}) {
  std::ostringstream out;
  FindFormat(format)->write(report, style, out);
  return out.str();
}

std::string RenderedError(const char* format) {
  std::ostringstream out;
  FindFormat(format)->write_error(HeldPort(), {}, out);
  return out.str();
}

void ExpectGolden(const std::string& rendered, const std::string& name) {
  if (std::getenv("REWRITE_GOLDEN") != nullptr) std::ofstream(Path(name)) << rendered;
  std::ifstream file(Path(name));
  ASSERT_TRUE(file) << name << " is missing";
  std::ostringstream kept;
  kept << file.rdbuf();
  EXPECT_EQ(rendered, kept.str()) << "the " << name << " that is kept differs";
}

TEST(Golden, AFaultyServerAsJson) {
  ExpectGolden(Rendered(FaultyForkServer(), "json"), "faulty.json");
}

TEST(Golden, AFaultlessServerAsJson) {
  ExpectGolden(Rendered(FaultlessServer(), "json"), "faultless.json");
}

TEST(Golden, AnUnbuildableSubmissionAsJson) {
  ExpectGolden(Rendered(UnbuildableSubmission(), "json"), "unbuildable.json");
}

TEST(Golden, AHostileSubmissionAsJson) {
  ExpectGolden(Rendered(HostileSubmission(), "json"), "hostile.json");
}

TEST(Golden, AnInfrastructureErrorAsJson) { ExpectGolden(RenderedError("json"), "error.json"); }

TEST(Golden, AFaultyServerOnATerminal) {
  ExpectGolden(Rendered(FaultyForkServer(), "terminal"), "faulty.txt");
}

TEST(Golden, AFaultyServerOnAWideColourTerminalVerbosely) {
  const Style style = {.colour = true, .verbose = true, .width = 100};
  ExpectGolden(Rendered(FaultyForkServer(), "terminal", style), "faulty.verbose.colour.txt");
}

TEST(Golden, AFaultyServerOnANarrowTerminal) {
  ExpectGolden(Rendered(FaultyForkServer(), "terminal", {.width = 50}), "faulty.narrow.txt");
}

TEST(Golden, AFaultlessServerOnATerminal) {
  ExpectGolden(Rendered(FaultlessServer(), "terminal"), "faultless.txt");
}

TEST(Golden, AnUnbuildableSubmissionOnATerminal) {
  ExpectGolden(Rendered(UnbuildableSubmission(), "terminal"), "unbuildable.txt");
}

TEST(Golden, AHostileSubmissionOnATerminal) {
  const std::string text = Rendered(HostileSubmission(), "terminal");
  ExpectGolden(text, "hostile.txt");
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(Golden, AnInfrastructureErrorOnATerminal) {
  ExpectGolden(RenderedError("terminal"), "error.txt");
}

TEST(Terminal, AFaultlessServerFitsOnOneScreen) {
  const std::string text = Rendered(FaultlessServer(), "terminal");
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 24);
}

TEST(Terminal, WithoutColourNoEscapeSequenceIsWritten) {
  EXPECT_EQ(Rendered(FaultyForkServer(), "terminal").find('\x1b'), std::string::npos);
}

TEST(Terminal, WhereNoServerListenedTheWaysOfStartingItAreNamed) {
  checker::ScoreReport report;
  report.server.emplace().launch_tries = {"./server 5000", "./server"};
  EXPECT_NE(Rendered(report, "terminal").find("Tried: ./server 5000; ./server"), std::string::npos);
}

TEST(Terminal, FailuresThatExplainEachOtherAreBothShown) {
  checker::ScoreReport report;
  report.checks = {
      {.id = "a/first", .outcome = checker::Outcome::kFail, .explained_by = "a/second"},
      {.id = "a/second", .outcome = checker::Outcome::kFail, .explained_by = "a/first"},
      {.id = "b/third", .outcome = checker::Outcome::kPass}};
  const std::string text = Rendered(report, "terminal");
  EXPECT_NE(text.find("a/first"), std::string::npos);
  EXPECT_NE(text.find("a/second"), std::string::npos);
}

TEST(Terminal, AReasonThatStopsManyChecksIsSaidOnceWithTheirFolders) {
  checker::ScoreReport report;
  for (int i = 0; i < 12; ++i) {
    report.checks.push_back({.id = (i < 5 ? "a/" : "b/") + std::to_string(i),
                             .outcome = checker::Outcome::kUntested,
                             .max_points = 2,
                             .rationale = "It does not build."});
  }
  EXPECT_NE(Rendered(report, "terminal")
                .find("- It does not build.\n    a (5 checks, 10 points), b (7 checks, 14 points)"),
            std::string::npos);
}

}  // namespace
}  // namespace reports
