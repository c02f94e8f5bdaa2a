// While it lives, this thread acts as another user: ptrace(2), prlimit(2), pidfd_getfd(2) and
// sched_setaffinity(2) on a process are for who may do anything (a container's root may not) and
// for the process's own user.
//
//   {
//     const ActingAs its_user(box.reading_user());
//     done = ptrace(PTRACE_SEIZE, ...) == 0;
//   }
//
// Only the calling thread changes, its real and effective ids and those for files; the saved ones
// remain, and by them it comes back to all that it was: also within a ReadingAs. Ends the process
// where it cannot. A user that cannot be had changes nothing: the call is refused then, as it would
// have been.
//
// To live as long as that one call: meanwhile the user may signal this thread (a box without a pid
// namespace lets nobody name the checker) and the thread may do nothing that root may. From then on
// the process is undumpable, so that the user cannot trace it, and its PR_SET_PDEATHSIG is off. A
// traced task belongs to the thread that seized it, whoever that has become.
#pragma once

#include <sys/types.h>

#include <optional>

namespace sandbox {

class ActingAs {
 public:
  // The user's group has the same number. nullopt: nothing changes.
  explicit ActingAs(std::optional<uid_t> user);
  ActingAs(const ActingAs&) = delete;
  ~ActingAs();

 private:
  uid_t own_user_ = 0;
  gid_t own_group_ = 0;
  uid_t files_user_ = 0;
  gid_t files_group_ = 0;
  bool active_ = false;
};

}  // namespace sandbox
