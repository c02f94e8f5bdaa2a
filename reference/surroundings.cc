#include "reference/surroundings.h"

#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace checker::reference {
namespace {

namespace fs = std::filesystem;

bool has_own = false;
std::size_t mounts_at_start = 0;

std::vector<std::string> LinesOf(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

bool BringLoopbackUp() {
  const int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ifreq request = {};
  std::strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP;
  const bool up = ioctl(any, SIOCSIFFLAGS, &request) == 0;
  close(any);
  return up;
}

bool MountEmpty(const char* place) {
  return mount("own", place, "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777,size=64m") == 0;
}

// The rest of a row of /proc/net/tcp ends with the inode among others: is that one of ours?
bool IsOurs(std::istringstream& words) {
  std::string word;
  for (int i = 0; i < 6; ++i) words >> word;
  for (const auto& entry : fs::directory_iterator("/proc/self/fd")) {
    std::error_code error;
    if (fs::read_symlink(entry, error) == "socket:[" + word + "]") return true;
  }
  return false;
}

void AddListeners(const std::string& table, std::vector<std::string>& found) {
  for (const std::string& line : LinesOf(table)) {
    std::istringstream words(line);
    std::string number, local, remote, state;
    words >> number >> local >> remote >> state;
    if (state == "0A" && !IsOurs(words)) found.push_back("somebody listens on " + local);
  }
}

void AddObjects(const std::string& table, std::vector<std::string>& found) {
  const auto lines = LinesOf(table);  // the first is the heading
  for (std::size_t i = 1; i < lines.size(); ++i) found.push_back(table + ": " + lines[i]);
}

void AddChildren(std::vector<std::string>& found) {
  for (;;) {
    const pid_t pid = waitpid(-1, nullptr, WNOHANG);
    if (pid < 0) return;
    if (pid == 0) {
      found.push_back("a process lives on");
      return;
    }
    found.push_back("process " + std::to_string(pid) + " was not waited for");
  }
}

// The group of this process in a hierarchy of version 1; "" where there is none or it cannot be
// written.
std::string OwnGroup(const std::string& controller) {
  const std::string mount = "/sys/fs/cgroup/" + controller;
  for (const std::string& line : LinesOf("/proc/self/cgroup")) {
    const auto at = line.find(":" + controller + ":");
    if (at == std::string::npos) continue;
    const std::string path = line.substr(at + controller.size() + 2);
    for (const std::string& group : {mount + (path == "/" ? "" : path), mount}) {
      if (access((group + "/cgroup.procs").c_str(), W_OK) == 0) return group;
    }
  }
  return "";
}

}  // namespace

std::vector<std::string> NamesIn(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool MakeOwnSurroundings() {
  static const bool made = geteuid() == 0 &&
                           unshare(CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWIPC) == 0 &&
                           mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                           BringLoopbackUp() && MountEmpty("/dev/shm") && MountEmpty("/var/tmp");
  has_own = made;
  if (mounts_at_start == 0) mounts_at_start = LinesOf("/proc/self/mountinfo").size();
  return made;
}

void AwaitOrphans() {
  constexpr int kTries = 600;
  for (int i = 0; i < kTries && waitpid(-1, nullptr, WNOHANG) >= 0; ++i) poll(nullptr, 0, 20);
}

void AdoptOrphans() { prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

std::vector<std::string> LeftBehind() {
  std::vector<std::string> found;
  AddChildren(found);
  if (!has_own) return found;
  AddListeners("/proc/net/tcp", found);
  AddListeners("/proc/net/tcp6", found);
  for (const char* table : {"/proc/sysvipc/shm", "/proc/sysvipc/sem", "/proc/sysvipc/msg"}) {
    AddObjects(table, found);
  }
  for (const std::string folder : {"/dev/shm", "/var/tmp"}) {
    for (const std::string& name : NamesIn(folder)) found.push_back(folder + "/" + name);
  }
  const auto mounts = LinesOf("/proc/self/mountinfo").size();
  if (mounts != mounts_at_start) found.push_back("the number of mounts has changed");
  return found;
}

OwnControlGroups::OwnControlGroups() {
  const std::pair<const char*, std::pair<const char*, const char*>> wanted[] = {
      {"memory", {"memory.limit_in_bytes", "5000000000"}}, {"pids", {"pids.max", "4000"}}};
  for (const auto& [controller, limit] : wanted) {
    const std::string parent = OwnGroup(controller);
    const std::string group = parent + "/hostile-test-" + std::to_string(getpid());
    if (parent.empty() || mkdir(group.c_str(), 0755) != 0) continue;
    std::ofstream(group + "/" + limit.first) << limit.second;
    groups_.push_back(group);
  }
}

OwnControlGroups::~OwnControlGroups() {
  for (const std::string& group : groups_) rmdir(group.c_str());
}

void OwnControlGroups::Enter() const {
  for (const std::string& group : groups_) {
    const int entrance = open((group + "/cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC);
    if (entrance < 0 || write(entrance, "0", 1) != 1) _exit(71);
    close(entrance);
  }
}

std::vector<std::string> OwnControlGroups::Leftovers() const {
  std::vector<std::string> found;
  for (const std::string& group : groups_) {
    for (const std::string& name : NamesIn(group)) {
      if (fs::is_directory(fs::path(group) / name)) found.push_back(group + "/" + name);
    }
  }
  return found;
}

}  // namespace checker::reference
