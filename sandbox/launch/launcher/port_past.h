// What happened to a port before the program starts: somebody else holds it, or its last
// connections are not forgotten.
//
// Sources: bind(2), tcp(7), RFC 9293 3.3.2 (TIME-WAIT).
#pragma once

#include "sandbox/launch/launch_request.h"
#include "sandbox/os/unique_fd.h"

namespace sandbox {

// To be called in the program's network, before it starts. What is returned belongs to the port's
// past: to be held as long as the box lives. Ends the process on failure (failure.h).
UniqueFd GivePortItsPast(const LaunchRequest& request);

}  // namespace sandbox
