// The file system of a box: a root of its own, in which the host's programs and libraries can be
// read and nothing else of the host is there.
//
// * /usr, /bin, /lib and the like: the host's, read-only
// * /etc: few files, most of them made here
// * /proc: of the box's processes
// * /dev: null zero full random urandom, and pts if wanted
// * /home/student, /tmp, /dev/shm: one tmpfs of limited size
#pragma once

#include <cstdint>

#include "sandbox/os/unique_fd.h"

namespace sandbox {

struct BoxRoot {
  UniqueFd proc_dir;
  UniqueFd working_dir;  // empty
};

struct BoxRootOptions {
  std::uint64_t disk = 0;  // bytes for all that can be written, 0 = the kernel's default
  bool terminals = false;  // /dev/pts and /dev/ptmx
};

inline constexpr char kBoxHome[] = "/home/student";
inline constexpr char kBoxWorkingDir[] = "/home/student/submission";

// To be called in new mount and pid namespaces, with CAP_SYS_ADMIN in them. Ends the process on
// failure (failure.h).
BoxRoot EnterBoxRoot(const BoxRootOptions& options);

}  // namespace sandbox
