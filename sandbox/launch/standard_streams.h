// The pipes to and from a program: our ends and its ends.
#pragma once

#include "sandbox/os/result.h"
#include "sandbox/os/unique_fd.h"

namespace sandbox {

struct Pipe {
  UniqueFd ours;    // non-blocking
  UniqueFd theirs;  // blocking
};

// All close-on-exec. Anybody may open them again through /proc/self/fd, as programs do with
// /dev/stdout: else a program that runs as a user of its own could not.
Result<Pipe> MakeOutputPipe();  // ours is the end to read from
Result<Pipe> MakeInputPipe();   // ours is the end to write to

// Makes a terminal in canonical mode return end-of-file to those who read it: pending reads and the
// next 4,000.
void SendEndOfFile(int terminal_master);

}  // namespace sandbox
