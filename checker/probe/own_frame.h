// Where the program's own code has called the C library that a sleeping task sleeps in. Nothing is
// stopped and nothing attached to: program counter and stack pointer stand in proc_pid_syscall(5),
// the stack in proc_pid_mem(5), and the C library's own tables (.eh_frame, by libdw) say how large
// its frames are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sandbox/launch/box.h"

namespace checker {

// The address behind the call, as the program file counts. nullopt where the task does not sleep in
// a system call, runs another program, came by a library that is not the system's, or moved
// meanwhile. program: relative to the working folder.
std::optional<std::uint64_t> OwnReturnAddress(const sandbox::Box& box, int tid,
                                              const std::string& program);

}  // namespace checker
