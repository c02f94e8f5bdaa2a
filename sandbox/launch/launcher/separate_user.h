// A user for one box that nobody else on this host has, so that nothing of anybody can be read,
// signalled or counted by it.
#pragma once

#include <sys/types.h>

namespace sandbox {

// A uid (to be used as gid too) for the box of this process. Needs no entry in /etc/passwd. Ends
// the process if this host maps no such uid (failure.h).
uid_t SeparateUser();

}  // namespace sandbox
