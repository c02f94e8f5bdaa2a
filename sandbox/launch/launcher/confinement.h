// What takes rights away from the process that will become the program, one function for each kind
// of right. Each ends the process on failure (failure.h). All but AllowSystemCalls are to be called
// before the filter is on.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string_view>

#include "sandbox/launch/launch_request.h"

namespace sandbox {

// Default actions and an empty mask: a parent that ignores SIGPIPE would change how a server dies.
// execve(2) keeps ignored signals ignored.
void ResetSignals();

// getrlimit(2). Core dumps are off.
void SetLimits(const LaunchNumbers& numbers);

// The program is what the kernel shall kill first when memory is short.
void BecomeFirstVictimOfMemoryPressure();

// No capability in any set, no supplementary group, and with `user` that uid and gid.
// capabilities(7).
void DropIdentity(std::optional<uid_t> user);

// SIGKILL for this process when `parent` (its real parent) ends; ends at once if it has ended. To
// be called after DropIdentity, which would clear it.
void DieWith(pid_t parent);

// A sealed fate: set-user-ID programs and file capabilities give nothing any more.
// PR_SET_NO_NEW_PRIVS.
void RefuseNewPrivileges();

// bpf: array of struct sock_filter. seccomp(2).
void AllowSystemCalls(std::string_view bpf);

}  // namespace sandbox
