// Which of a folder's files are the submission: what is read, what the fingerprint covers and what
// is built.
#pragma once

#include <cstdint>

#include "checker/intake/tree.h"
#include "sandbox/os/result.h"

namespace checker {

inline constexpr std::uint64_t kLargestSubmission = 64ull << 20;

// Everything but what editors, operating systems, version control and earlier builds leave behind.
// Tree::exceeded is set where there is more than a submission may have: 64 MB, 5000 files, 20
// levels.
sandbox::Result<Tree> ListSubmissionFiles(int folder);

}  // namespace checker
