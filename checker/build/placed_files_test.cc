#include "checker/build/placed_files.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace checker {
namespace {

namespace fs = std::filesystem;

class PlacedFiles : public testing::Test {
 protected:
  void SetUp() override {
    std::string path = testing::TempDir() + "placed-XXXXXX";
    ASSERT_NE(mkdtemp(path.data()), nullptr);
    folder_ = path;
    fs::create_directories(folder_ / "built");
  }
  void TearDown() override { fs::remove_all(folder_); }

  static void Write(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }
  static std::string Contents(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }

  fs::path folder_;
};

TEST_F(PlacedFiles, AFileIsPutBesideTheProgramReadableByAll) {
  Write(folder_ / "poem.txt", "roses");
  fs::permissions(folder_ / "poem.txt", fs::perms(0600));
  ASSERT_TRUE(PlaceFiles({folder_ / "poem.txt"}, folder_ / "built"));
  EXPECT_EQ(Contents(folder_ / "built/poem.txt"), "roses");
  struct stat status = {};
  ASSERT_EQ(stat((folder_ / "built/poem.txt").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0644u);
}

TEST_F(PlacedFiles, AFolderIsPutBesideTheProgramAsAWhole) {
  fs::create_directories(folder_ / "www/pictures");
  Write(folder_ / "www/pictures/cat.png", "meow");
  fs::create_directories(folder_ / "built/www");
  Write(folder_ / "built/www/own.html", "the student's");
  ASSERT_TRUE(PlaceFiles({folder_ / "www"}, folder_ / "built"));
  EXPECT_EQ(Contents(folder_ / "built/www/pictures/cat.png"), "meow");
  EXPECT_FALSE(fs::exists(folder_ / "built/www/own.html"));
}

TEST_F(PlacedFiles, ATextIsWrittenWhereNothingIs) {
  const int folder = ::open((folder_ / "built").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  EXPECT_TRUE(PlaceText(folder, "page.html", "hello"));
  EXPECT_EQ(Contents(folder_ / "built/page.html"), "hello");
  EXPECT_FALSE(PlaceText(folder, "page.html", "again"));
  fs::create_symlink(folder_ / "elsewhere", folder_ / "built/link.html");
  EXPECT_FALSE(PlaceText(folder, "link.html", "hello"));
  EXPECT_FALSE(fs::exists(folder_ / "elsewhere"));
  ::close(folder);
}

TEST_F(PlacedFiles, ALinkOfTheStudentsIsReplacedAndNotWrittenThrough) {
  Write(folder_ / "poem.txt", "roses");
  Write(folder_ / "precious", "grades");
  fs::create_symlink(folder_ / "precious", folder_ / "built/poem.txt");
  ASSERT_TRUE(PlaceFiles({folder_ / "poem.txt"}, folder_ / "built"));
  EXPECT_EQ(Contents(folder_ / "precious"), "grades");
  EXPECT_EQ(Contents(folder_ / "built/poem.txt"), "roses");
}

TEST_F(PlacedFiles, AMissingFileIsAnError) {
  EXPECT_FALSE(PlaceFiles({folder_ / "none.txt"}, folder_ / "built"));
}

TEST_F(PlacedFiles, WhatIsKeptHasItsLinksAsLinksAndNeverOverwrites) {
  Write(folder_ / "built/server", "program");
  fs::create_symlink("/etc/passwd", folder_ / "built/link");
  ASSERT_TRUE(KeepFolder(folder_ / "built", folder_ / "kept/built"));
  EXPECT_EQ(Contents(folder_ / "kept/built/server"), "program");
  EXPECT_TRUE(fs::is_symlink(folder_ / "kept/built/link"));
  EXPECT_FALSE(KeepFolder(folder_ / "built", folder_ / "kept/built"));
}

}  // namespace
}  // namespace checker
