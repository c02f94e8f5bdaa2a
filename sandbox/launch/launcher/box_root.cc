#include "sandbox/launch/launcher/box_root.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <climits>
#include <string>

#include "sandbox/launch/launcher/box_etc.h"
#include "sandbox/launch/launcher/box_mounts.h"
#include "sandbox/launch/launcher/failure.h"

namespace sandbox {
namespace {

// Where the new root is put together before it is entered: any folder that is there on every host.
constexpr char kStaging[] = "/tmp";
// Enough for a build tree; a bound because each costs kernel memory that no size counts.
constexpr int kMostFiles = 100'000;

void MountStaging() {
  // Nothing that happens below may travel back to the host's mounts.
  Must("make mounts private", mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  Must("mount root",
       mount("box", kStaging, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=4m,nr_inodes=2000"));
  Must("enter new root", chdir(kStaging));
}

void MountPrograms() {
  BindFromHost("/usr", BindMode::kReadOnly);
  for (const char* path : {"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"}) {
    MirrorFromHost(path);
  }
}

void MountDevices(bool terminals) {
  MakeFolder("dev");
  for (const char* path : {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"}) {
    BindFromHost(path, BindMode::kDevice);
  }
  MakeSymbolicLink("/proc/self/fd", "dev/fd");
  MakeSymbolicLink("/proc/self/fd/0", "dev/stdin");
  MakeSymbolicLink("/proc/self/fd/1", "dev/stdout");
  MakeSymbolicLink("/proc/self/fd/2", "dev/stderr");
  if (!terminals) return;
  MakeFolder("dev/pts");
  Must("mount /dev/pts", mount("devpts", "dev/pts", "devpts", MS_NOSUID | MS_NOEXEC,
                               "newinstance,ptmxmode=0666,mode=620"));
  MakeSymbolicLink("pts/ptmx", "dev/ptmx");
}

// One tmpfs for all that can be written, so that one size bounds it all; its parts appear in three
// places.
void MountWritable(std::uint64_t disk) {
  std::string options = "mode=700,nr_inodes=" + std::to_string(kMostFiles);
  if (disk != 0) options += ",size=" + std::to_string(disk);
  MakeFolder("writable");
  Must("mount writable folders",
       mount("box", "writable", "tmpfs", MS_NOSUID | MS_NODEV, options.c_str()));
  MakeFolder("home");
  const struct {
    const char* part;
    const char* place;
    mode_t mode;
  } parts[] = {
      {"writable/home", "home/student", 0755},
      {"writable/tmp", "tmp", 01777},
      {"writable/shm", "dev/shm", 01777},
  };
  for (const auto& each : parts) {
    MakeFolder(each.part);
    Must("chmod", chmod(each.part, each.mode));
    MakeFolder(each.place);
    Must("bind writable folder", mount(each.part, each.place, nullptr, MS_BIND, nullptr));
  }
  Must("unmount writable", umount2("writable", MNT_DETACH));
  Must("rmdir writable", rmdir("writable"));
}

void MountProc() {
  MakeFolder("proc");
  Must("mount /proc", mount("proc", "proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr));
}

// pivot_root(2), "pivot_root(".", ".")": the old root ends on top of the new one, and is then taken
// away.
void SwitchRoot() {
  Must("pivot_root", syscall(SYS_pivot_root, ".", "."));
  Must("unmount old root", umount2(".", MNT_DETACH));
  Must("chdir /", chdir("/"));
  Must("make root read-only",
       mount(nullptr, "/", nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV,
             nullptr));
}

UniqueFd OpenFolder(const char* path) {
  return UniqueFd(
      Must(std::string("open ") + path, open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)));
}

}  // namespace

BoxRoot EnterBoxRoot(const BoxRootOptions& options) {
  umask(022);
  MountStaging();
  MountPrograms();
  MakeEtc();
  MountDevices(options.terminals);
  MountWritable(options.disk);
  MountProc();
  SwitchRoot();
  BoxRoot root{.proc_dir = OpenFolder("/proc")};
  Must("make working folder", mkdir(kBoxWorkingDir, 0755));
  root.working_dir = OpenFolder(kBoxWorkingDir);
  return root;
}

}  // namespace sandbox
