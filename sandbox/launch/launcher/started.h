// Tells the checker that the program runs, and hands out what it needs to look at it: see kStarted
// in launch_message.h.
#pragma once

#include <sys/types.h>

#include "sandbox/launch/launcher/memory_group.h"
#include "sandbox/launch/launcher/terminal.h"

namespace sandbox {

struct StartedDescriptors {
  int proc_dir = -1;
  int working_dir = -1;
  int init = -1;  // -1: no pid namespace
  const MemoryGroup* memory_group = nullptr;
  const Terminal* terminal = nullptr;  // null: standard input is none
};

// Makes the sock_diag socket in the network namespace of this process. Ends the process on failure
// (failure.h).
void ReportStarted(int box_socket, pid_t program, const StartedDescriptors& descriptors);

}  // namespace sandbox
