// A path on the command line -> a Submission, or the sentence that says why it is none.
#pragma once

#include <filesystem>

#include "checker/model/submission.h"
#include "sandbox/os/result.h"

namespace checker {

// Reads names and texts, never writes, never executes. An Error means exit 64: the path is missing,
// unreadable (or something in the folder is), or neither a file nor a folder (a FIFO, a socket, a
// device: never opened for reading). Whatever is there but cannot be built comes back as a
// Submission with not_buildable set; where a bound was passed (64 MB, 5000 files, 20 levels) its
// lists are empty.
//
// Version control, editors' files, object files and CMake's build folders do not count. A folder
// that holds one folder and nothing else stands for that folder; `name` stays the outer one's. An
// executable ELF file is Kind::kExecutable.
sandbox::Result<Submission> ReadSubmission(const std::filesystem::path& path);

}  // namespace checker
