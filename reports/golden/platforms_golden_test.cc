// Every other format renders every golden report to the bytes that are kept in golden/FORMAT/.
// After a change that is meant: REWRITE_GOLDEN=1 reports_tests --gtest_filter='*GoldenPlatforms*',
// then read the diff.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "reports/golden/golden.h"
#include "reports/report.h"

namespace reports {
namespace {

using Parameter = std::pair<std::string, std::string>;  // format, ending of its files

class GoldenPlatforms : public testing::TestWithParam<Parameter> {
 protected:
  const Format& format() const { return *FindFormat(GetParam().first); }

  std::string Rendered(const checker::ScoreReport& report) const {
    const Style style = {.environment = {{"CLASSROOM", "net-2026"},
                                         {"ASSIGNMENT", "echo"},
                                         {"OWNER", "alice"},
                                         {"SUBMISSION_TAG", "submit/2026-11-22T07-47-03Z-a1b2c3d"},
                                         {"COMMIT_URL", "https://example.org/commit/a1b2c3d"},
                                         {"RELEASE_URL", "https://example.org/releases/1"},
                                         {"VPL_GRADEMAX", "20"}}};
    std::ostringstream out;
    format().write(report, style, out);
    return out.str();
  }

  void ExpectGolden(const std::string& rendered, const std::string& name) const {
    const std::filesystem::path folder = std::filesystem::path(GOLDEN_DIR) / GetParam().first;
    const std::filesystem::path path = folder / (name + "." + GetParam().second);
    if (std::getenv("REWRITE_GOLDEN") != nullptr) {
      std::filesystem::create_directories(folder);
      std::ofstream(path) << rendered;
    }
    std::ifstream file(path);
    ASSERT_TRUE(file) << path << " is missing";
    std::ostringstream kept;
    kept << file.rdbuf();
    EXPECT_EQ(rendered, kept.str()) << path;
  }
};

TEST_P(GoldenPlatforms, AFaultlessServer) {
  ExpectGolden(Rendered(FaultlessServer()), "faultless");
}
TEST_P(GoldenPlatforms, AFaultyServer) { ExpectGolden(Rendered(FaultyForkServer()), "faulty"); }
TEST_P(GoldenPlatforms, AnUnbuildableSubmission) {
  ExpectGolden(Rendered(UnbuildableSubmission()), "unbuildable");
}
TEST_P(GoldenPlatforms, AHostileSubmission) {
  ExpectGolden(Rendered(HostileSubmission()), "hostile");
}

TEST_P(GoldenPlatforms, AnInfrastructureError) {
  std::ostringstream out;
  format().write_error(HeldPort(), {}, out);
  ExpectGolden(out.str(), "error");
}

TEST_P(GoldenPlatforms, AnEmptyReportIsRendered) {
  EXPECT_NE(Rendered(checker::ScoreReport()), "");
}

// No control character reaches a platform, and no byte that is not UTF-8.
TEST_P(GoldenPlatforms, HostileBytesAreMadeHarmless) {
  const std::string text = Rendered(HostileSubmission());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    ASSERT_TRUE(byte >= 0x20 || c == '\n' || c == '\t' || (c == '\r' && GetParam().first == "csv"));
  }
  std::string unix_ends;
  for (const char c : text) {
    if (c != '\r') unix_ends += c;
  }
  EXPECT_EQ(Sanitized(unix_ends, unix_ends.size() + 32), unix_ends);
}

// What a platform refuses because it is too long counts for nothing.
TEST_P(GoldenPlatforms, StaysWithinTheLimitsOfItsPlatform) {
  const std::map<std::string, std::size_t> limits = {
      {"html", 300'000}, {"markdown", 1 << 20}, {"classroom", 95 << 10}, {"prairielearn", 1 << 20}};
  const auto limit = limits.find(GetParam().first);
  if (limit == limits.end()) return;
  EXPECT_LT(Rendered(EnormousReport()).size(), limit->second);
}

INSTANTIATE_TEST_SUITE_P(
    Formats, GoldenPlatforms,
    testing::Values(Parameter{"html", "html"}, Parameter{"markdown", "md"},
                    Parameter{"github", "txt"}, Parameter{"classroom", "json"},
                    Parameter{"classroom50", "json"}, Parameter{"gradescope", "json"},
                    Parameter{"prairielearn", "json"}, Parameter{"autolab", "txt"},
                    Parameter{"junit", "xml"}, Parameter{"tap", "tap"}, Parameter{"tap13", "tap"},
                    Parameter{"sarif", "sarif"}, Parameter{"ctrf", "json"}, Parameter{"vpl", "txt"},
                    Parameter{"coderunner", "json"}, Parameter{"csv", "csv"}),
    [](const testing::TestParamInfo<Parameter>& format) { return format.param.first; });

}  // namespace
}  // namespace reports
