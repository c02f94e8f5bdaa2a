// The build of a submission that brings no build of its own: each source file that defines main
// becomes a program.
#pragma once

#include "checker/build/build_job.h"
#include "sandbox/os/result.h"

namespace checker {

// Compiles in boxes and adds the programs to `folder`, which holds the submission's files. True
// where what matters was made: a program that listens, or every program.
sandbox::Result<bool> BuildByDefault(BuildJob& job, int folder);

}  // namespace checker
