// Small programs named gcc, cc, g++, ... that stand first in PATH while a Makefile runs: they write
// down each call, add what the checker needs, and become the real compiler.
#pragma once

#include <string>
#include <vector>

#include "sandbox/os/result.h"

namespace checker {

inline constexpr char kShimFolder[] = ".checker-build";  // in the working folder
inline constexpr char kShimPath[] = ".checker-build/bin";

// Writes the shims into `folder`/.checker-build. Added are -g and `flags`, and -Wall -Wextra in
// place of -w unless the call has a -Werror; `last_flags` go last. Only compilers that are on this
// host get a shim.
sandbox::Result<void> WriteShims(int folder, const std::vector<std::string>& flags,
                                 const std::vector<std::string>& last_flags);

// The calls that were made, as a person would type them, in order; `folder` is the box's working
// folder. What CMake asks the compiler to learn about it is left out.
std::vector<std::string> ShimCalls(int folder);

}  // namespace checker
