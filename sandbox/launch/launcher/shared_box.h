// A box without namespaces: the program runs among the host's processes, on the host's network, in
// a private copy of its folder. What holds it is its own user (if the launcher is root), Landlock
// and the system call filter; what ends it is the kill ladder of kill_descendants.h.
#pragma once

#include "sandbox/launch/launch_request.h"
#include "sandbox/launch/launcher/launch_descriptors.h"

namespace sandbox {

// Starts the program as a child and serves as its supervisor. Returns when the checker has closed
// the control socket, nothing of the box is left, and its folder is removed.
void RunSharedBox(const LaunchRequest& request, LaunchDescriptors descriptors, int control);

}  // namespace sandbox
