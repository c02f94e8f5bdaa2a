// The submission's files in a folder of ours, ready to be built.
#pragma once

#include <string>

#include "checker/model/submission.h"
#include "sandbox/os/result.h"
#include "sandbox/os/unique_fd.h"

namespace checker {

// Makes the folder `path` (0755) with copies of the submission's files, readable by all. Compiled
// programs and object files stay behind, so that what runs is made from the sources; libraries come
// along.
sandbox::Result<sandbox::UniqueFd> CopySources(const Submission& submission,
                                               const std::string& path);

// The same for a submission that is an executable file: it alone, with mode 0755.
sandbox::Result<sandbox::UniqueFd> CopyExecutable(const Submission& submission,
                                                  const std::string& path);

sandbox::Result<sandbox::UniqueFd> MakeFolder(const std::string& path);

}  // namespace checker
