#include "sandbox/launch/launcher/copy_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <climits>
#include <cstring>
#include <string>

#include "sandbox/launch/launcher/failure.h"
#include "sandbox/os/unique_fd.h"

namespace sandbox {
namespace {

// Each level of folders holds descriptors and stack; sources of programs are not that deep.
constexpr int kDeepest = 64;

void CopyContent(int from, int to, const std::string& step) {
  for (;;) {
    ssize_t copied = sendfile(to, from, nullptr, 1 << 20);
    if (copied == 0) return;
    if (copied < 0 && errno != EINTR) Fail(step);
  }
}

void CopyModeAndTime(int to, const struct stat& info, const std::string& step) {
  // Always writable by the owner: the copy is the program's own.
  Must(step, fchmod(to, (info.st_mode & 0777) | 0600));
  timespec times[2] = {info.st_atim, info.st_mtim};
  Must(step, futimens(to, times));
}

void CopyFile(int source_dir, int target_dir, const char* name, const std::string& step) {
  // O_NONBLOCK: if the file has become a FIFO since it was looked at, this must not wait for a
  // writer.
  UniqueFd from(
      Must(step, openat(source_dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)));
  struct stat info;
  Must(step, fstat(from.get(), &info));
  if (!S_ISREG(info.st_mode)) return;
  UniqueFd to(Must(
      step, openat(target_dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)));
  CopyContent(from.get(), to.get(), step);
  CopyModeAndTime(to.get(), info, step);
}

void CopySymbolicLink(int source_dir, int target_dir, const char* name, const std::string& step) {
  char target[PATH_MAX];
  int size = Must(step, readlinkat(source_dir, name, target, sizeof target - 1));
  target[size] = '\0';
  Must(step, symlinkat(target, target_dir, name));
}

void CopyFolder(int source_dir, int target_dir, int depth, const std::string& path);

void CopySubfolder(int source_dir, int target_dir, const char* name, int depth,
                   const std::string& path) {
  std::string step = "copy " + path;
  if (depth == kDeepest) Fail(step, ELOOP);
  UniqueFd from(
      Must(step, openat(source_dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)));
  Must(step, mkdirat(target_dir, name, 0700));
  UniqueFd to(
      Must(step, openat(target_dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)));
  CopyFolder(from.get(), to.get(), depth + 1, path);
  struct stat info;
  Must(step, fstat(from.get(), &info));
  info.st_mode |= 0700;
  CopyModeAndTime(to.get(), info, step);
}

void CopyEntry(int source_dir, int target_dir, const char* name, int depth,
               const std::string& path) {
  std::string step = "copy " + path;
  struct stat info;
  Must(step, fstatat(source_dir, name, &info, AT_SYMLINK_NOFOLLOW));
  if (S_ISREG(info.st_mode)) {
    CopyFile(source_dir, target_dir, name, step);
  } else if (S_ISDIR(info.st_mode)) {
    CopySubfolder(source_dir, target_dir, name, depth, path);
  } else if (S_ISLNK(info.st_mode)) {
    CopySymbolicLink(source_dir, target_dir, name, step);
  }
}

void CopyFolder(int source_dir, int target_dir, int depth, const std::string& path) {
  std::string step = "copy " + (path.empty() ? std::string("source folder") : path);
  int own = Must(step, openat(source_dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  DIR* dir = fdopendir(own);
  if (dir == nullptr) Fail(step);
  while (dirent* entry = readdir(dir)) {
    if (std::strcmp(entry->d_name, ".") == 0 || std::strcmp(entry->d_name, "..") == 0) continue;
    CopyEntry(source_dir, target_dir, entry->d_name, depth,
              path.empty() ? entry->d_name : path + "/" + entry->d_name);
  }
  closedir(dir);
}

}  // namespace

void CopyTree(int source_dir, int target_dir) { CopyFolder(source_dir, target_dir, 0, ""); }

}  // namespace sandbox
