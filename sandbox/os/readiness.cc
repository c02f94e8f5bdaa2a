#include "sandbox/os/readiness.h"

#include <poll.h>

#include <cerrno>

namespace sandbox {

bool WaitUntilReadable(int fd, Deadline deadline) {
  pollfd entry{.fd = fd, .events = POLLIN, .revents = 0};
  for (;;) {
    int ready = poll(&entry, 1, deadline.poll_timeout());
    if (ready > 0) return true;
    if (ready == 0 && deadline.passed()) return false;
    if (ready < 0 && errno != EINTR) return false;
  }
}

}  // namespace sandbox
