// While it lives, this thread reads files as another user: what /proc shows of a process is for
// those who may trace it, and in a container root may not, but its own user may. setfsuid(2), which
// gives nobody a right over this process, as setuid(2) would.
#pragma once

#include <sys/types.h>

#include <optional>

namespace sandbox {

class ReadingAs {
 public:
  // nullopt: nothing changes.
  explicit ReadingAs(std::optional<uid_t> user);
  ReadingAs(const ReadingAs&) = delete;
  ~ReadingAs();

 private:
  bool active_;
};

}  // namespace sandbox
