// Bounds the memory of a box where no control group can be made: looks at it twenty times a second
// and kills the largest process while there is too much. What comes and goes between two looks is
// not seen, and memory of the kernel (full sockets and pipes) is not counted: a control group is
// better.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace sandbox {

class MemoryWatch {
 public:
  // processes: pids of the box, as proc_dir shows them. user: whose they are, if not this
  // process's.
  struct Box {
    int proc_dir = -1;
    std::function<std::vector<pid_t>()> processes;
    std::optional<uid_t> user;
  };

  // bytes 0: there is nothing to watch.
  MemoryWatch(std::uint64_t bytes, Box box);

  // For poll(2): until the next look; -1 if there is none to come.
  int PollTimeout() const;
  // Looks, if it is time to. True if it has killed a process.
  bool LookIfDue();

 private:
  using Clock = std::chrono::steady_clock;

  bool Look();

  std::uint64_t bytes_;
  Box box_;
  Clock::time_point next_;
};

}  // namespace sandbox
