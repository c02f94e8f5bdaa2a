#include "checker/command_line/github_files.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace checker {
namespace {

std::string Contents(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

class GithubFiles : public testing::Test {
 protected:
  void TearDown() override {
    unsetenv("GITHUB_STEP_SUMMARY");
    unsetenv("GITHUB_OUTPUT");
  }
};

TEST_F(GithubFiles, WithoutTheirVariablesNothingIsWritten) {
  EXPECT_TRUE(AppendForGithub(ScoreReport()).has_value());
}

TEST_F(GithubFiles, WhatIsThereStaysInFront) {
  const std::string path = testing::TempDir() + "github-output";
  std::ofstream(path) << "report=somewhere\n";
  setenv("GITHUB_OUTPUT", path.c_str(), 1);
  ASSERT_TRUE(AppendForGithub(ScoreReport()).has_value());
  EXPECT_TRUE(Contents(path).starts_with("report=somewhere\npoints=0\n"));
}

TEST_F(GithubFiles, AnErrorIsInTheSummary) {
  const std::string path = testing::TempDir() + "github-summary";
  std::ofstream(path) << "";
  setenv("GITHUB_STEP_SUMMARY", path.c_str(), 1);
  ASSERT_TRUE(AppendForGithub(InfrastructureError{"mount proc", "not permitted"}).has_value());
  EXPECT_NE(Contents(path).find("not permitted"), std::string::npos);
}

TEST_F(GithubFiles, AFileThatCannotBeWrittenIsAnError) {
  setenv("GITHUB_OUTPUT", "/proc/no/such/file", 1);
  EXPECT_FALSE(AppendForGithub(ScoreReport()).has_value());
}

}  // namespace
}  // namespace checker
