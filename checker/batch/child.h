// A command as a child of this process, with no descriptor of ours.
#pragma once

#include <string>
#include <vector>

#include "sandbox/os/result.h"
#include "sandbox/os/unique_fd.h"

namespace checker {

struct Child {
  int pid = -1;
  sandbox::UniqueFd pidfd;
};

// Descriptors; -1 is /dev/null.
struct ChildStreams {
  int output = -1;
  int errors = -1;
};

// words[0] is a path. Nothing to read on standard input. A process group of its own, so that Ctrl+C
// reaches this process alone; SIGTERM once this process has ended, however it did.
sandbox::Result<Child> StartChild(const std::vector<std::string>& words, ChildStreams streams);

// What a command has printed, words[0] found in PATH. An Error if it is not there, or with what it
// complained of where it did not exit with 0.
sandbox::Result<std::string> OutputOf(const std::vector<std::string>& words);

}  // namespace checker
