#include "sandbox/os/reading_as.h"

#include <sys/fsuid.h>
#include <unistd.h>

namespace sandbox {

ReadingAs::ReadingAs(std::optional<uid_t> user) : active_(user.has_value()) {
  if (!active_) return;
  setfsgid(*user);
  setfsuid(*user);
}

ReadingAs::~ReadingAs() {
  if (!active_) return;
  setfsuid(geteuid());
  setfsgid(getegid());
}

}  // namespace sandbox
