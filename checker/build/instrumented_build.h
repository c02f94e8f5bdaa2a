// The submission built once more, with a sanitizer's flags behind all others: the program then says
// itself where it reads and writes what it must not. gcc(1), "Program Instrumentation Options".
#pragma once

#include <map>
#include <optional>
#include <string>

#include "checker/build/build.h"
#include "checker/model/check.h"
#include "sandbox/os/unique_fd.h"

namespace checker {

struct InstrumentedProgram {
  std::optional<TemporaryFolder> where;  // none where nothing was built
  sandbox::UniqueFd folder;              // to launch from
  std::string program;                   // relative to it
  std::string problem;                   // why there is none, in words; else empty
};

// Blocks while the compiler runs; may be called in a thread of its own. An Error is the host's.
sandbox::Result<InstrumentedProgram> BuildInstrumented(const Submission& submission,
                                                       const Assignment& assignment,
                                                       const sandbox::Isolation& isolation,
                                                       Instrumentation instrumentation);

// What the instrumented program is told by its environment.
std::map<std::string, std::string> InstrumentedEnvironment(Instrumentation instrumentation);

}  // namespace checker
