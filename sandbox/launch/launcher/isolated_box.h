// A box of namespaces: the launcher's part, which stays outside. namespaces(7), user_namespaces(7).
#pragma once

#include "sandbox/launch/launch_request.h"
#include "sandbox/launch/launcher/launch_descriptors.h"

namespace sandbox {

// Starts init in new namespaces and waits: for the order to kill everything, and for the checker's
// end. Returns when the checker has closed the control socket and nothing of the box is left.
void RunIsolatedBox(const LaunchRequest& request, LaunchDescriptors descriptors, int control);

}  // namespace sandbox
