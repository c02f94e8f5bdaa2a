#include "sandbox/os/proc_fs.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>

#include "sandbox/os/unique_fd.h"

namespace sandbox {

std::vector<pid_t> ListPids(int proc_dir) { return PidFolder(proc_dir).List(); }

PidFolder::PidFolder(int proc_dir) {
  // A descriptor of our own: readdir moves the offset of the one it is given.
  UniqueFd own(openat(proc_dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!own) return;
  folder_.reset(fdopendir(own.get()));
  if (folder_) own.Release();
}

std::vector<pid_t> PidFolder::List() {
  std::vector<pid_t> pids;
  if (!folder_) return pids;
  if (first_) {
    seekdir(folder_.get(), *first_);
  } else {
    rewinddir(folder_.get());
  }
  for (;;) {
    const long place = telldir(folder_.get());
    const dirent* entry = readdir(folder_.get());
    if (entry == nullptr) break;
    if (!std::isdigit(static_cast<unsigned char>(entry->d_name[0]))) continue;
    if (!first_) first_ = place;
    pids.push_back(static_cast<pid_t>(std::strtol(entry->d_name, nullptr, 10)));
  }
  std::sort(pids.begin(), pids.end());
  return pids;
}

std::optional<pid_t> ParentOf(int proc_dir, pid_t pid) {
  char path[32];
  std::snprintf(path, sizeof path, "%d/stat", static_cast<int>(pid));
  UniqueFd file(openat(proc_dir, path, O_RDONLY | O_CLOEXEC));
  if (!file) return std::nullopt;
  char text[512];
  ssize_t size = read(file.get(), text, sizeof text - 1);
  if (size <= 0) return std::nullopt;
  text[size] = '\0';
  // "PID (NAME) STATE PPID": the name may hold anything, also ") R 1 (", so its end is the last
  // parenthesis.
  const char* after_name = std::strrchr(text, ')');
  int parent = 0;
  if (after_name == nullptr || std::sscanf(after_name, ") %*c %d", &parent) != 1)
    return std::nullopt;
  return parent;
}

std::vector<pid_t> DescendantsOf(int proc_dir, pid_t ancestor) {
  std::multimap<pid_t, pid_t> children;
  for (pid_t pid : ListPids(proc_dir)) {
    if (auto parent = ParentOf(proc_dir, pid)) children.emplace(*parent, pid);
  }
  std::vector<pid_t> found;
  std::vector<pid_t> open{ancestor};
  while (!open.empty()) {
    pid_t parent = open.back();
    open.pop_back();
    auto [first, last] = children.equal_range(parent);
    for (auto child = first; child != last; ++child) {
      found.push_back(child->second);
      open.push_back(child->second);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::uint64_t CountTasksOf(int proc_dir, uid_t user) {
  std::uint64_t count = 0;
  for (pid_t pid : ListPids(proc_dir)) {
    char path[32];
    std::snprintf(path, sizeof path, "%d/task", static_cast<int>(pid));
    struct stat tasks;
    if (fstatat(proc_dir, path, &tasks, 0) < 0 || tasks.st_uid != user) continue;
    count += tasks.st_nlink - 2;  // a folder for each task, besides "." and ".."
  }
  return count;
}

}  // namespace sandbox
