// Waits until a descriptor can be read or has hung up. poll(2).
#pragma once

#include "sandbox/os/deadline.h"

namespace sandbox {

// True if it became readable (or hung up) in time; false at the deadline. A pidfd is readable once
// its process has ended.
bool WaitUntilReadable(int fd, Deadline deadline);

}  // namespace sandbox
