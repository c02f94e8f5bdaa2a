#include "sandbox/launch/launcher/box_mounts.h"

#include <fcntl.h>
#include <linux/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <climits>
#include <cstring>
#include <string>

#include "sandbox/launch/launcher/failure.h"
#include "sandbox/os/unique_fd.h"

// <sys/mount.h> and <linux/mount.h> cannot be included together before glibc 2.36.
extern "C" int mount(const char*, const char*, const char*, unsigned long, const void*) noexcept;

namespace sandbox {
namespace {

// Before Linux 5.12 there is no recursive change of attributes: the top mount is made read-only,
// and flags that the host has set on it (locked in a user namespace) are kept.
void RemountReadOnly(const char* path, const std::string& step) {
  struct statfs info;
  Must(step, statfs(path, &info));
  unsigned long kept = static_cast<unsigned long>(info.f_flags) &
                       (MS_NOEXEC | MS_NOATIME | MS_NODIRATIME | MS_RELATIME);
  Must(step, mount(nullptr, path, nullptr,
                   MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV | kept, nullptr));
}

void SetReadOnly(const char* path, const std::string& step) {
  mount_attr attributes{};
  attributes.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
  long result =
      syscall(SYS_mount_setattr, AT_FDCWD, path, AT_RECURSIVE, &attributes, sizeof attributes);
  if (result < 0 && errno == ENOSYS) return RemountReadOnly(path, step);
  Must(step, result);
}

// A mount point of the same kind.
void MakePlaceFor(const char* relative_path, const struct stat& info) {
  if (S_ISDIR(info.st_mode)) return MakeFolder(relative_path);
  MakeFile(relative_path, "");
}

}  // namespace

void MakeFolder(const char* relative_path) {
  if (mkdir(relative_path, 0755) < 0 && errno != EEXIST)
    Fail(std::string("mkdir /") + relative_path);
}

void MakeSymbolicLink(const char* target, const char* relative_path) {
  Must(std::string("symlink /") + relative_path, symlink(target, relative_path));
}

void MakeFile(const char* relative_path, const char* text) {
  std::string step = std::string("make /") + relative_path;
  UniqueFd file(Must(step, open(relative_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644)));
  Must(step, write(file.get(), text, std::strlen(text)));
}

void BindFromHost(const char* absolute_path, BindMode mode) {
  std::string step = std::string("bind ") + absolute_path;
  const char* place = absolute_path + 1;
  struct stat info;
  Must(step, stat(absolute_path, &info));
  MakePlaceFor(place, info);
  // Recursive, because in a user namespace the mounts below are locked to the one above.
  Must(step, mount(absolute_path, place, nullptr, MS_BIND | MS_REC, nullptr));
  if (mode == BindMode::kReadOnly) SetReadOnly(place, step);
}

void MirrorFromHost(const char* absolute_path) {
  struct stat info;
  if (lstat(absolute_path, &info) < 0) return;
  if (!S_ISLNK(info.st_mode)) return BindFromHost(absolute_path, BindMode::kReadOnly);
  char target[PATH_MAX];
  int size = Must(std::string("read link ") + absolute_path,
                  readlink(absolute_path, target, sizeof target - 1));
  target[size] = '\0';
  MakeSymbolicLink(target, absolute_path + 1);
}

}  // namespace sandbox
