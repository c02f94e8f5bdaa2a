// A control group that bounds the memory of one box as a whole (RLIMIT_AS and RLIMIT_DATA bound
// each process, and keep sanitizers from starting). cgroups(7): version 2 where it has the memory
// controller, else version 1.
//
// The kernel kills a process of the box when the bound is reached: the program and its children
// before init.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "sandbox/os/unique_fd.h"

namespace sandbox {

class MemoryGroup {
 public:
  // Makes it beside or below the group of this process. Ends the process on failure (failure.h).
  // tasks: how many processes and threads it may have, where the group can bound them too; 0: any
  // number.
  MemoryGroup(std::uint64_t bytes, std::uint64_t tasks);
  MemoryGroup(const MemoryGroup&) = delete;
  ~MemoryGroup();  // removes it; its processes must have ended

  // Moves the calling process, which has one thread, into the group.
  void Enter() const;
  const std::string& path() const { return path_; }
  // A file with a line "oom_kill N".
  int events() const { return events_.get(); }

 private:
  std::string path_;
  UniqueFd entrance_;
  UniqueFd events_;
};

}  // namespace sandbox
