// Processes by descriptor: a pidfd names one process for ever, a pid number may be another one
// tomorrow. pidfd_open(2).
#pragma once

#include <sys/types.h>

#include <optional>

#include "sandbox/os/deadline.h"
#include "sandbox/os/unique_fd.h"

namespace sandbox {

// An invalid UniqueFd and errno on failure. Close-on-exec.
UniqueFd OpenPidfd(pid_t pid);

// pidfd: a pidfd or an open /proc/PID directory. 0, or -1 and errno (ESRCH: it has ended and been
// waited for).
int SendSignal(int pidfd, int signal);

// Waits for the end of a child of this process and collects it: its wait(2) status. nullopt at the
// deadline, or with errno ECHILD if it is no child of ours to wait for.
std::optional<int> WaitForChild(int pidfd, Deadline deadline);

}  // namespace sandbox
