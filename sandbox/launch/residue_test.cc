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

// With a folder for temporary files that nobody else uses meanwhile.
class ResidueTest : public BoxTest {
 protected:
  void SetUp() override {
    char name[] = "/tmp/residue-test-XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    own_folder_ = name;
    chmod(name, 0755);
    setenv("TMPDIR", name, 1);
    BoxTest::SetUp();
  }
  void TearDown() override {
    unsetenv("TMPDIR");
    EXPECT_EQ(rmdir(own_folder_.c_str()), 0) << "not empty";
  }

  std::string own_folder_;
};

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

  bool operator==(const Surroundings&) const = default;
};

Surroundings Look(const std::string& own_folder) {
  UniqueFd proc(open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return {.descriptors = NamesIn("/proc/self/fd").size(),
          .mounts = LinesOf("/proc/self/mountinfo"),
          .children = DescendantsOf(proc.get(), getpid()),
          .own_folder = NamesIn(own_folder)};
}

TEST_P(ResidueTest, TwoHundredLaunchesLeaveNothing) {
  LaunchSpec spec = Spec({"./leave_orphan"});
  { Box first = Start(spec); }  // what is made once and kept is made now
  Surroundings before = Look(own_folder_);
  for (int i = 0; i < 200; ++i) {
    Box box = Start(spec);
    if (i % 2 == 0) {
      ASSERT_TRUE(box.NewSocket(AF_INET));
      ASSERT_TRUE(box.KillAll());
    }
  }
  EXPECT_EQ(before, Look(own_folder_));
}

TEST_P(ResidueTest, FailedLaunchesLeaveNothing) {
  LaunchSpec spec = Spec({"./no-such-program"});
  { Result<Box> first = Box::Launch(spec); }
  Surroundings before = Look(own_folder_);
  for (int i = 0; i < 20; ++i) ASSERT_FALSE(Box::Launch(spec));
  EXPECT_EQ(before, Look(own_folder_));
}

RUN_IN_EVERY_KIND_OF_BOX(ResidueTest);

}  // namespace
}  // namespace sandbox
