#include "checker/command_line/folder_watch.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace checker {
namespace {

namespace fs = std::filesystem;

class FolderWatchTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string path = testing::TempDir() + "watched-XXXXXX";
    ASSERT_NE(mkdtemp(path.data()), nullptr);
    folder_ = path;
    std::ofstream(folder_ / "server.c") << "1\n";
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path folder_;
  volatile std::sig_atomic_t stop_ = 0;
};

TEST_F(FolderWatchTest, AWrittenFileIsAChange) {
  auto watch = FolderWatch::On(folder_);
  ASSERT_TRUE(watch) << watch.error().Text();
  std::ofstream(folder_ / "server.c") << "2\n";
  EXPECT_TRUE(watch->WaitForChange(&stop_));
}

TEST_F(FolderWatchTest, AFileThatIsReplacedIsAChangeOfIt) {
  auto watch = FolderWatch::On(folder_ / "server.c");
  ASSERT_TRUE(watch) << watch.error().Text();
  std::ofstream(folder_ / "new") << "2\n";
  fs::rename(folder_ / "new", folder_ / "server.c");
  EXPECT_TRUE(watch->WaitForChange(&stop_));
}

TEST_F(FolderWatchTest, AFolderThatCameLaterIsWatchedToo) {
  auto watch = FolderWatch::On(folder_);
  ASSERT_TRUE(watch) << watch.error().Text();
  fs::create_directory(folder_ / "src");
  EXPECT_TRUE(watch->WaitForChange(&stop_));
  std::ofstream(folder_ / "src" / "more.c") << "3\n";
  EXPECT_TRUE(watch->WaitForChange(&stop_));
}

TEST_F(FolderWatchTest, OnceStoppedItWaitsForNothing) {
  auto watch = FolderWatch::On(folder_);
  ASSERT_TRUE(watch) << watch.error().Text();
  stop_ = 1;
  EXPECT_FALSE(watch->WaitForChange(&stop_));
}

}  // namespace
}  // namespace checker
