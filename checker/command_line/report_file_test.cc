#include "checker/command_line/report_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

namespace checker {
namespace {

namespace fs = std::filesystem;

class ReportFile : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "report-file-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string Path(const char* name) const { return (folder_ / name).string(); }

  static std::string Contents(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }

  fs::path folder_;
};

TEST_F(ReportFile, IsWrittenAndReplacedAsAWholeAndNothingElseStays) {
  ASSERT_TRUE(ReplaceFile(Path("report"), "a long first report"));
  ASSERT_TRUE(ReplaceFile(Path("report"), "short"));
  EXPECT_EQ(Contents(Path("report")), "short");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(ReportFile, IsAsReadableAsTheUmaskLetsIt) {
  const mode_t before = umask(022);
  ASSERT_TRUE(ReplaceFile(Path("report"), "x"));
  umask(before);
  EXPECT_EQ(fs::status(Path("report")).permissions(), fs::perms{0644});
}

TEST_F(ReportFile, IsWrittenBehindASymbolicLink) {
  ASSERT_TRUE(ReplaceFile(Path("target"), "old"));
  fs::create_symlink("target", Path("link"));
  ASSERT_TRUE(ReplaceFile(Path("link"), "new"));
  EXPECT_TRUE(fs::is_symlink(Path("link")));
  EXPECT_EQ(Contents(Path("target")), "new");
}

TEST_F(ReportFile, ThatCannotBeWrittenIsAnErrorThatNamesThePath) {
  const auto written = ReplaceFile(Path("missing/report"), "x");
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().Text().find("missing/report: No such file"), std::string::npos)
      << written.error().Text();
  fs::create_directory(Path("folder"));
  EXPECT_FALSE(ReplaceFile(Path("folder"), "x"));
}

TEST_F(ReportFile, InASubmissionNoLinkIsFollowedAndNoPipeWaitedFor) {
  ASSERT_TRUE(ReplaceFile(Path("target"), "old"));
  fs::create_symlink("target", Path("link"));
  ASSERT_EQ(mkfifo(Path("pipe").c_str(), 0600), 0);
  for (const char* name : {"link", "pipe"}) {
    EXPECT_TRUE(IsReplaceable(Path(name), Owner::kStudent));
    ASSERT_TRUE(ReplaceFile(Path(name), "new", Owner::kStudent));
    EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(Path(name)))) << name;
    EXPECT_EQ(Contents(Path(name)), "new");
  }
  EXPECT_EQ(Contents(Path("target")), "old");
}

TEST_F(ReportFile, InASubmissionIsWhatALinkOrAPathPutsThere) {
  fs::create_directories(Path("submission/sub"));
  fs::create_directory(Path("reports"));
  fs::create_directory_symlink("submission", Path("alias"));
  fs::create_directory_symlink("../reports", Path("submission/out"));
  const auto owner = [this](const char* name) {
    const auto known = OwnerOf(Path(name), Path("submission"));
    return known ? std::optional<Owner>(*known) : std::nullopt;
  };
  EXPECT_EQ(owner("submission/report"), Owner::kStudent);
  EXPECT_EQ(owner("submission/sub/report"), Owner::kStudent);
  EXPECT_EQ(owner("submission/../submission/report"), Owner::kStudent);
  EXPECT_EQ(owner("alias/sub/report"), Owner::kStudent);
  EXPECT_EQ(owner("submission/out/report"), std::nullopt);
  EXPECT_EQ(owner("reports/report"), Owner::kUser);
  EXPECT_EQ(owner("submission-report"), Owner::kUser);
  EXPECT_EQ(owner("submission"), Owner::kUser);
}

TEST_F(ReportFile, ADeviceIsWrittenToAndNotReplaced) {
  EXPECT_FALSE(IsReplaceable("/dev/null"));
  EXPECT_TRUE(ReplaceFile("/dev/null", "x"));
  EXPECT_FALSE(fs::is_regular_file("/dev/null"));
}

}  // namespace
}  // namespace checker
