// Many launches leave nothing behind: no process, descriptor, mount, folder or control group.
#include <dirent.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <set>

#include "sandbox/launch/box.h"
#include "sandbox/os/proc_fs.h"
#include "sandbox/testing/box_test_base.h"

namespace sandbox {
namespace {

using ResidueTest = BoxTest;

std::set<std::string> NamesIn(const std::string& folder) {
  std::set<std::string> names;
  DIR* dir = opendir(folder.c_str());
  while (dirent* entry = dir == nullptr ? nullptr : readdir(dir)) names.insert(entry->d_name);
  if (dir != nullptr) closedir(dir);
  return names;
}

std::size_t LinesOf(const char* path) {
  std::ifstream file(path);
  std::string line;
  std::size_t count = 0;
  while (std::getline(file, line)) ++count;
  return count;
}

struct Surroundings {
  std::size_t descriptors = 0;
  std::size_t mounts = 0;
  std::vector<pid_t> children;
  std::set<std::string> own_folder;
};

Surroundings Look(const std::string& own_folder) {
  UniqueFd proc(open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return {.descriptors = NamesIn("/proc/self/fd").size(),
          .mounts = LinesOf("/proc/self/mountinfo"),
          .children = DescendantsOf(proc.get(), getpid()),
          .own_folder = NamesIn(own_folder)};
}

TEST_P(ResidueTest, TwoHundredLaunchesLeaveNothing) {
  char own_folder[] = "/tmp/residue-test-XXXXXX";
  ASSERT_NE(mkdtemp(own_folder), nullptr);
  chmod(own_folder, 0755);
  setenv("TMPDIR", own_folder, 1);
  LaunchSpec spec = Spec({"./leave_orphan"});
  { Box first = Start(spec); }  // what is made once and kept is made now
  Surroundings before = Look(own_folder);
  for (int i = 0; i < 200; ++i) {
    Box box = Start(spec);
    if (i % 2 == 0) {
      ASSERT_TRUE(box.NewSocket(AF_INET));
      ASSERT_TRUE(box.KillAll());
    }
  }
  Surroundings after = Look(own_folder);
  EXPECT_EQ(before.descriptors, after.descriptors);
  EXPECT_EQ(before.mounts, after.mounts);
  EXPECT_EQ(before.children, after.children);
  EXPECT_EQ(before.own_folder, after.own_folder);
  unsetenv("TMPDIR");
  rmdir(own_folder);
}

TEST_P(ResidueTest, FailedLaunchesLeaveNothing) {
  LaunchSpec spec = Spec({"./no-such-program"});
  { Result<Box> first = Box::Launch(spec); }
  Surroundings before = Look("/tmp");
  for (int i = 0; i < 20; ++i) ASSERT_FALSE(Box::Launch(spec));
  Surroundings after = Look("/tmp");
  EXPECT_EQ(before.descriptors, after.descriptors);
  EXPECT_EQ(before.children, after.children);
  for (const std::string& name : after.own_folder)
    EXPECT_TRUE(name.find("checker-box-") != 0 || before.own_folder.contains(name)) << name;
}

RUN_IN_EVERY_KIND_OF_BOX(ResidueTest);

}  // namespace
}  // namespace sandbox
