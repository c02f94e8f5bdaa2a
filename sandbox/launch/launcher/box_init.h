// Process 1 of a box: makes the box from inside, starts the program in it, then serves as its
// supervisor until the checker or the launcher is gone. When it ends, the kernel kills everything
// in the box. pid_namespaces(7).
#pragma once

#include "sandbox/launch/launch_request.h"
#include "sandbox/launch/launcher/launch_descriptors.h"
#include "sandbox/launch/launcher/memory_group.h"
#include "sandbox/os/unique_fd.h"

namespace sandbox {

// group: what init is put into, or null. launcher_alive: gets end-of-file when the launcher ends,
// one byte once the launcher has written the id maps, and another once init is in its group.
[[noreturn]] void RunInit(const LaunchRequest& request, LaunchDescriptors descriptors,
                          const MemoryGroup* group, UniqueFd launcher_alive);

}  // namespace sandbox
