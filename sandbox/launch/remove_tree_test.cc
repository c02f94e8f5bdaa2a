#include "sandbox/launch/remove_tree.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "sandbox/os/unique_fd.h"

namespace sandbox {
namespace {

class RemoveTreeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/remove-tree-test-XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    path_ = name;
  }
  void MakeFile(const std::string& name) {
    UniqueFd(open((path_ + name).c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0));
  }
  bool gone() const { return access(path_.c_str(), F_OK) != 0; }

  std::string path_;
};

TEST_F(RemoveTreeTest, RemovesUnreadableFoldersAndOddNames) {
  mkdir((path_ + "/a").c_str(), 0700);
  MakeFile("/a/-rf");
  MakeFile("/a/new\nline");
  MakeFile("/a/.moved-0");
  mkdir((path_ + "/a/b").c_str(), 0700);
  MakeFile("/a/b/\xff\xfe");
  chmod((path_ + "/a/b").c_str(), 0);
  chmod((path_ + "/a").c_str(), 0);
  EXPECT_TRUE(RemoveTree(path_));
  EXPECT_TRUE(gone());
}

TEST_F(RemoveTreeTest, DoesNotFollowSymbolicLinks) {
  char other[] = "/tmp/remove-tree-other-XXXXXX";
  ASSERT_NE(mkdtemp(other), nullptr);
  std::string kept = std::string(other) + "/kept";
  UniqueFd(open(kept.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
  ASSERT_EQ(symlink(other, (path_ + "/link").c_str()), 0);
  EXPECT_TRUE(RemoveTree(path_));
  EXPECT_EQ(access(kept.c_str(), F_OK), 0);
  EXPECT_TRUE(RemoveTree(other));
}

TEST_F(RemoveTreeTest, RemovesAChainOfFoldersDeeperThanDescriptorsReach) {
  UniqueFd folder(open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  for (int i = 0; i < 2'000; ++i) {  // more than there can be descriptors
    ASSERT_EQ(mkdirat(folder.get(), "d", 0700), 0);
    folder = UniqueFd(openat(folder.get(), "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  }
  EXPECT_TRUE(RemoveTree(path_));
  EXPECT_TRUE(gone());
}

TEST_F(RemoveTreeTest, WhatIsNotThereIsRemoved) {
  EXPECT_TRUE(RemoveTree(path_));
  EXPECT_TRUE(RemoveTree(path_));
}

}  // namespace
}  // namespace sandbox
