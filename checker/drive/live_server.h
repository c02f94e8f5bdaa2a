// What can be done to, and asked of, a server that runs: limits, and which signals it catches.
#pragma once

#include <sys/resource.h>

#include <limits>
#include <vector>

#include "checker/drive/session.h"

namespace checker {

constexpr std::uint64_t kAsMuchAsAllowed = std::numeric_limits<std::uint64_t>::max();

// Sets the soft limit of one live process (prlimit(2)), never above its hard limit. False where the
// host refuses.
bool LimitProcess(Session& session, int pid, __rlimit_resource resource, std::uint64_t soft);

// Signals that this process catches, and that a server may get while it waits for something else:
// SIGCHLD, SIGUSR1 and the like. Without those that are there to end it, and those that only a
// mistake raises. proc_pid_status(5), SigCgt.
std::vector<int> HarmlessCaughtSignals(Session& session, int pid);

// How many entries a poll(2) of this process has: with a limit on descriptors below it the call
// fails (EINVAL). 0: nobody polls.
int LargestPoll(const Observation& seen, int pid);

// The smallest descriptor number that is free in this process, as of Seen().
int LowestFreeDescriptor(const Observation& seen, int pid);

}  // namespace checker
