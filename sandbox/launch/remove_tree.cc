#include "sandbox/launch/remove_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "sandbox/os/unique_fd.h"

namespace sandbox {
namespace {

std::vector<std::string> NamesIn(int folder) {
  std::vector<std::string> names;
  int own = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* dir = own < 0 ? nullptr : fdopendir(own);
  if (dir == nullptr) return names;
  while (dirent* entry = readdir(dir)) {
    if (std::strcmp(entry->d_name, ".") != 0 && std::strcmp(entry->d_name, "..") != 0)
      names.push_back(entry->d_name);
  }
  closedir(dir);
  return names;
}

bool IsFolder(int parent, const std::string& name) {
  struct stat info;
  return fstatat(parent, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(info.st_mode);
}

UniqueFd OpenWhateverItsMode(int parent, const std::string& name) {
  fchmodat(parent, name.c_str(), 0700, 0);
  return UniqueFd(openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

// Moves the folders in `name` up into `top` and removes the rest: so a chain of 10,000 folders
// needs neither that many descriptors nor that much stack.
bool Dissolve(int top, const std::string& name, unsigned& counter) {
  UniqueFd folder = OpenWhateverItsMode(top, name);
  if (!folder) return false;
  for (const std::string& child : NamesIn(folder.get())) {
    if (!IsFolder(folder.get(), child)) {
      if (unlinkat(folder.get(), child.c_str(), 0) < 0) return false;
      continue;
    }
    fchmodat(folder.get(), child.c_str(), 0700, 0);  // moving a folder writes its ".."
    std::string moved;
    do {
      moved = ".moved-" + std::to_string(counter++);
    } while (faccessat(top, moved.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0);
    if (renameat(folder.get(), child.c_str(), top, moved.c_str()) < 0) return false;
  }
  return unlinkat(top, name.c_str(), AT_REMOVEDIR) == 0;
}

}  // namespace

bool RemoveTree(const std::string& path) {
  UniqueFd top = OpenWhateverItsMode(AT_FDCWD, path);
  if (!top) return errno == ENOENT;
  unsigned counter = 0;
  for (;;) {
    std::vector<std::string> names = NamesIn(top.get());
    if (names.empty()) break;
    for (const std::string& name : names) {
      bool removed = IsFolder(top.get(), name) ? Dissolve(top.get(), name, counter)
                                               : unlinkat(top.get(), name.c_str(), 0) == 0;
      if (!removed) return false;
    }
  }
  return rmdir(path.c_str()) == 0;
}

}  // namespace sandbox
