#include "sandbox/launch/launcher/memory_group.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <optional>
#include <vector>

#include "sandbox/launch/launcher/failure.h"
#include "sandbox/launch/remove_control_group.h"

namespace sandbox {
namespace {

std::string ReadFile(const std::string& path) {
  UniqueFd file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  char part[4096];
  ssize_t size;
  while (file && (size = read(file.get(), part, sizeof part)) > 0)
    text.append(part, static_cast<std::size_t>(size));
  return text;
}

bool HasWord(const std::string& text, const std::string& word) {
  std::string padded = " " + text + " ";
  std::replace_if(
      padded.begin(), padded.end(), [](char c) { return c == '\n' || c == ','; }, ' ');
  return padded.find(" " + word + " ") != std::string::npos;
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t start = 0;
  for (std::size_t end; (end = text.find('\n', start)) != std::string::npos; start = end + 1) {
    lines.push_back(text.substr(start, end - start));
  }
  return lines;
}

// Where the hierarchy is mounted: of version 2, or the one of version 1 with the memory controller.
// See proc(5), mountinfo.
std::optional<std::string> MountPoint(bool version2) {
  for (const std::string& line : Lines(ReadFile("/proc/self/mountinfo"))) {
    std::size_t dash = line.find(" - ");
    if (dash == std::string::npos) continue;
    std::string kind = line.substr(dash + 3);
    bool wanted = version2 ? kind.rfind("cgroup2 ", 0) == 0
                           : kind.rfind("cgroup ", 0) == 0 &&
                                 HasWord(kind.substr(kind.rfind(' ') + 1), "memory");
    char place[4096];
    if (wanted && std::sscanf(line.c_str(), "%*s %*s %*s %*s %4095s", place) == 1) return place;
  }
  return std::nullopt;
}

// The group of this process in that hierarchy, a path from its root. See cgroups(7),
// /proc/PID/cgroup.
std::string OwnGroup(bool version2) {
  for (const std::string& line : Lines(ReadFile("/proc/self/cgroup"))) {
    std::size_t first = line.find(':');
    std::size_t second = line.find(':', first + 1);
    std::string controllers = line.substr(first + 1, second - first - 1);
    if (version2 ? controllers.empty() : HasWord(controllers, "memory"))
      return line.substr(second + 1);
  }
  return "/";
}

// The group to make ours in: version 1 has groups within groups; in version 2 the nearest one above
// that gives its groups the memory controller, for a group cannot have both processes and such
// groups.
std::optional<std::string> ParentGroup(bool version2) {
  std::optional<std::string> mount = MountPoint(version2);
  if (!mount) return std::nullopt;
  std::string group = OwnGroup(version2);
  if (!version2) {
    std::string nested = *mount + (group == "/" ? "" : group);
    return access(nested.c_str(), F_OK) == 0 ? nested : *mount;
  }
  for (;;) {
    std::string path = *mount + (group == "/" ? "" : group);
    if (HasWord(ReadFile(path + "/cgroup.subtree_control"), "memory")) return path;
    if (group.size() <= 1) return std::nullopt;
    group.resize(std::max<std::size_t>(group.rfind('/'), 1));
  }
}

void WriteFile(const std::string& path, const std::string& text) {
  UniqueFd file(Must("open " + path, open(path.c_str(), O_WRONLY | O_CLOEXEC)));
  Must("write " + path, write(file.get(), text.data(), text.size()));
}

// Swap would let a bomb live on; hosts without swap accounting do not have the file.
void ForbidSwap(const std::string& path, const std::string& text) {
  if (access(path.c_str(), W_OK) == 0) WriteFile(path, text);
}

}  // namespace

MemoryGroup::MemoryGroup(std::uint64_t bytes, std::uint64_t tasks) {
  std::optional<std::string> parent = ParentGroup(true);
  bool version2 = parent.has_value();
  if (!version2) parent = ParentGroup(false);
  if (!parent) Fail("find control group with memory controller", ENOENT);
  path_ = *parent + "/checker-box-" + std::to_string(getpid());
  // One of that name is left from a launcher that was killed together with its checker.
  if (access(path_.c_str(), F_OK) == 0) RemoveControlGroup(path_);
  Must("make control group " + path_, mkdir(path_.c_str(), 0755));
  AtFailure([this] { RemoveControlGroup(path_); });
  const std::string limit = std::to_string(bytes);
  WriteFile(path_ + (version2 ? "/memory.max" : "/memory.limit_in_bytes"), limit);
  if (version2) {
    ForbidSwap(path_ + "/memory.swap.max", "0");
  } else {
    ForbidSwap(path_ + "/memory.memsw.limit_in_bytes", limit);
  }
  // Version 2 has both controllers in one group, if the group above gives it both.
  const std::string most_tasks = path_ + "/pids.max";
  if (version2 && tasks != 0 && access(most_tasks.c_str(), W_OK) == 0)
    WriteFile(most_tasks, std::to_string(tasks));
  // In version 1 a thread that moves itself does not wait for the other processors: 0.03 ms instead
  // of 10.
  std::string entrance = path_ + (version2 ? "/cgroup.procs" : "/tasks");
  entrance_ = UniqueFd(Must("open " + entrance, open(entrance.c_str(), O_WRONLY | O_CLOEXEC)));
  std::string events = path_ + (version2 ? "/memory.events" : "/memory.oom_control");
  events_ = UniqueFd(Must("open " + events, open(events.c_str(), O_RDONLY | O_CLOEXEC)));
}

MemoryGroup::~MemoryGroup() { RemoveControlGroup(path_); }

void MemoryGroup::Enter() const { Must("enter control group", write(entrance_.get(), "0", 1)); }

}  // namespace sandbox
