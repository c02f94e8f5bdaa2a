#include "checker/probe/seize.h"

#include <sys/ptrace.h>

#include <cerrno>

#include "sandbox/os/acting_as.h"

namespace checker {

bool Seize(int outside_tid, long options, std::optional<uid_t> user) {
  int error = 0;
  {
    const sandbox::ActingAs its_user(user);
    if (::ptrace(PTRACE_SEIZE, outside_tid, nullptr, options) != 0) error = errno;
  }
  errno = error;
  return error == 0;
}

}  // namespace checker
