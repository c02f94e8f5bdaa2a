// The build that a submission (Makefile, CMakeLists.txt) or an assignment (a command) brings along.
#pragma once

#include <string>

#include "checker/build/build_job.h"
#include "sandbox/os/result.h"

namespace checker {

enum class ProjectBuildEnd {
  kDone,
  kFailed,
  kToolMissing,  // it asked for a program that is not on this host: no fault of the student's
};

// Builds a copy of the submission under `work` and leaves the files and what was made in the new
// folder `built`.
sandbox::Result<ProjectBuildEnd> BuildProject(BuildJob& job, const std::string& work,
                                              const std::string& built);

// Whether the submission or the assignment brings a build.
bool BringsBuild(const BuildJob& job);

}  // namespace checker
