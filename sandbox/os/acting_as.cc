#include "sandbox/os/acting_as.h"

#include <sys/fsuid.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>

namespace sandbox {
namespace {

// By the bare system calls: those of glibc change every thread of the process.
bool SetUser(uid_t user) { return syscall(SYS_setresuid, user, user, -1) == 0; }
bool SetGroup(gid_t group) { return syscall(SYS_setresgid, group, group, -1) == 0; }

// Asked with what is no id, they change nothing and say what is.
uid_t FilesUser() { return static_cast<uid_t>(setfsuid(static_cast<uid_t>(-1))); }
gid_t FilesGroup() { return static_cast<gid_t>(setfsgid(static_cast<gid_t>(-1))); }

}  // namespace

ActingAs::ActingAs(std::optional<uid_t> user)
    : own_user_(geteuid()),
      own_group_(getegid()),
      files_user_(FilesUser()),
      files_group_(FilesGroup()) {
  // Whoever is not wholly one user could not become again what it was.
  if (!user || getuid() != own_user_ || getgid() != own_group_) return;
  if (!SetGroup(*user)) return;
  active_ = SetUser(*user);
  if (active_) return;
  if (!SetGroup(own_group_)) std::abort();
  setfsgid(files_group_);
}

ActingAs::~ActingAs() {
  if (!active_) return;
  // The user first, which gives back the right to the rest.
  if (!SetUser(own_user_) || !SetGroup(own_group_)) std::abort();
  setfsgid(files_group_);
  setfsuid(files_user_);
  if (FilesUser() != files_user_ || FilesGroup() != files_group_) std::abort();
}

}  // namespace sandbox
