// How much memory the processes of a server have: proc_pid_status(5), proc_pid_smaps(5).
#pragma once

#include "checker/drive/session.h"

namespace checker {

// Counts for each live process that exists at this moment, as numbers of the evidence in KiB:
// "LABEL: data of PID" (VmData, what it may write and shares with nobody, thread stacks included),
// "LABEL: dirty of PID" (what it has written; absent where the host forbids to look) and "LABEL:
// size of PID" (VmSize, all its addresses).
void CountMemory(Session& session, const std::string& label);

}  // namespace checker
