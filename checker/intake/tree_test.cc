#include "checker/intake/tree.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace checker {
namespace {

namespace fs = std::filesystem;

class TreeTest : public testing::Test {
 protected:
  TreeTest() {
    std::string name = testing::TempDir() + "/tree-XXXXXX";
    root_ = mkdtemp(name.data());
    fs::create_directories(root_ / "from/sub");
    fs::create_directory(root_ / "to");
    from_ = OpenFolder(root_ / "from").value();
    to_ = OpenFolder(root_ / "to").value();
  }
  ~TreeTest() override { fs::remove_all(root_); }

  void Write(const std::string& path, const std::string& text) {
    std::ofstream(root_ / "from" / path) << text;
  }
  void Link(const std::string& path, const std::string& target) {
    fs::create_symlink(target, root_ / "from" / path);
  }
  void Copy() {
    const auto tree = ListTree(from_.get(), {}).value();
    const auto copied = CopyTree(from_.get(), tree.entries, to_.get());
    ASSERT_TRUE(copied) << copied.error().Text();
  }

  fs::path root_;
  sandbox::UniqueFd from_, to_;
};

TEST_F(TreeTest, CopiesContentsAndMayBeExecutedOrRead) {
  Write("sub/server", "text");
  Write("data", "secret");
  fs::permissions(root_ / "from/sub/server", fs::perms::owner_all);
  fs::permissions(root_ / "from/data", fs::perms::owner_read);
  const auto mask = umask(0077);
  Copy();
  umask(mask);
  EXPECT_EQ(ReadFileBeneath(to_.get(), "sub/server", 100).value(), "text");
  EXPECT_EQ(fs::status(root_ / "to/sub/server").permissions(), static_cast<fs::perms>(0755));
  EXPECT_EQ(fs::status(root_ / "to/data").permissions(), static_cast<fs::perms>(0644));
  EXPECT_EQ(fs::status(root_ / "to/sub").permissions(), static_cast<fs::perms>(0755));
}

TEST_F(TreeTest, CopiesOnlyLinksThatStayInside) {
  Link("inside", "sub/file");
  Link("sub/up", "../data");
  Link("absolute", "/etc/passwd");
  Link("sub/out", "../../to");
  Link("sub/out_by_detour", "x/../../../to");
  Copy();
  EXPECT_TRUE(fs::is_symlink(root_ / "to/inside"));
  EXPECT_TRUE(fs::is_symlink(root_ / "to/sub/up"));
  for (const char* name : {"absolute", "sub/out", "sub/out_by_detour"}) {
    EXPECT_FALSE(fs::is_symlink(root_ / "to" / name)) << name;
  }
}

TEST_F(TreeTest, NoComponentOfAPathMayBeALink) {
  fs::create_directory_symlink("/etc", root_ / "from/etc");
  Link("passwd", "/etc/passwd");
  EXPECT_FALSE(ReadFileBeneath(from_.get(), "etc/passwd", 10));
  EXPECT_FALSE(ReadFileBeneath(from_.get(), "passwd", 10));
}

TEST_F(TreeTest, LeavesOutFifosAndDoesNotWaitForThem) {
  ASSERT_EQ(mkfifo((root_ / "from/pipe").c_str(), 0644), 0);
  Copy();
  EXPECT_FALSE(fs::exists(root_ / "to/pipe"));
  EXPECT_FALSE(OpenFileBeneath(from_.get(), "pipe"));
}

TEST_F(TreeTest, CopiesPathsLongerThanPathMax) {
  const std::string part(250, 'x');
  auto at = OpenFolder(root_ / "from").value();
  for (int i = 0; i < 18; ++i) {
    ASSERT_EQ(mkdirat(at.get(), part.c_str(), 0755), 0);
    at = sandbox::UniqueFd(openat(at.get(), part.c_str(), O_DIRECTORY | O_RDONLY));
  }
  Copy();
  EXPECT_EQ(ListTree(to_.get(), {}).value().entries.size(), 19u);
}

TEST_F(TreeTest, AFileThatGrewIsAnErrorAndNotAFullDisk) {
  Write("log", "twelve bytes");
  const auto copied = CopyFileBeneath(from_.get(), {.path = "log"}, to_.get(), 4);
  ASSERT_FALSE(copied);
  EXPECT_NE(copied.error().reason().find("grows"), std::string::npos);
}

}  // namespace
}  // namespace checker
