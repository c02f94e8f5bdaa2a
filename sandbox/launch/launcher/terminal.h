// A pseudo-terminal as a program's standard input: lines, no echo, no signals, nobody's controlling
// terminal. pty(7).
#pragma once

#include "sandbox/os/unique_fd.h"

namespace sandbox {

struct Terminal {
  UniqueFd master;
  UniqueFd slave;
};

// multiplexer: "/dev/ptmx" or that of a private devpts. Ends the process on failure (failure.h).
Terminal OpenTerminal(const char* multiplexer);

}  // namespace sandbox
