// One message on a SOCK_SEQPACKET socket, with open descriptors attached. unix(7), SCM_RIGHTS.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <span>
#include <vector>

#include "sandbox/os/unique_fd.h"

namespace sandbox {

// The kernel's bound on descriptors in one message (SCM_MAX_FD).
inline constexpr std::size_t kMostDescriptorsInMessage = 253;

// Bytes sent, or -1 and errno. The descriptors stay open here. Never raises SIGPIPE. flags:
// send(2), for example MSG_DONTWAIT.
ssize_t SendWithDescriptors(int socket, const void* data, std::size_t size,
                            std::span<const int> descriptors, int flags = 0);

// Bytes received, 0 when the other end is closed, -1 and errno. Received descriptors are
// close-on-exec and are appended.
ssize_t ReceiveWithDescriptors(int socket, void* data, std::size_t size,
                               std::vector<UniqueFd>& descriptors, int flags = 0);

}  // namespace sandbox
