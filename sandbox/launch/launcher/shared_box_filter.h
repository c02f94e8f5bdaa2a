// What namespaces or a user of its own would have kept from a program, refused by a second system
// call filter where it runs among the checker's user's processes: signals to the launcher, to
// the checker and to everybody at once (kill(-1)), sockets of the family AF_UNIX (those of the
// user's session: docker, dbus, ssh-agent), and without Landlock tracing.
//
// What it cannot do is to protect other processes of the same user one by one; that takes
// Landlock's signal scope (ABI 6) or a user of its own.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace sandbox {

// Array of struct sock_filter, for AllowSystemCalls.
// protect: who must get no signals.
std::string SharedBoxFilter(const std::vector<pid_t>& protect, bool landlock);

}  // namespace sandbox
