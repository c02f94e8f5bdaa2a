#include "sandbox/launch/remove_control_group.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

#include "sandbox/os/deadline.h"

namespace sandbox {

bool RemoveControlGroup(const std::string& path) {
  Deadline deadline = Deadline::After(std::chrono::milliseconds(500));
  for (;;) {
    if (rmdir(path.c_str()) == 0 || errno == ENOENT) return true;
    if (errno != EBUSY || deadline.passed()) return false;
    poll(nullptr, 0, 1);
  }
}

}  // namespace sandbox
