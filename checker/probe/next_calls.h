// Which system calls a task makes next. Of a task that never sleeps /proc/PID/task/TID/syscall says
// only "running"; ptrace(2) lets it run from call to call.
#pragma once

#include <sys/types.h>

#include <optional>
#include <vector>

namespace checker {

// The numbers of the next `count` calls of this task (its tid outside of the box), fewer where it
// makes no more within a moment; none where the host does not allow to look. The task goes on
// afterwards as if nothing had been. user: as whom to trace it, see Box::reading_user().
std::vector<long> NextCalls(int outside_tid, int count, std::optional<uid_t> user);

// Lets a process (its pid outside of the box; it stands still by SIGSTOP) run until it calls
// listen(2): whether its latest bind(2) had failed. nullopt where there was none, or where it cannot
// be told.
std::optional<bool> BindFailsBeforeListen(int outside_pid, std::optional<uid_t> user);

}  // namespace checker
