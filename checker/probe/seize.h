// The beginning of every ptrace(2).
#pragma once

#include <sys/types.h>

#include <optional>

namespace checker {

// Takes hold of a task (its tid outside of the box) without stopping it: PTRACE_SEIZE with these
// options. It belongs to the calling thread from now on. user: as whom, see Box::reading_user().
// False, and errno, where the host does not allow it.
bool Seize(int outside_tid, long options, std::optional<uid_t> user);

}  // namespace checker
