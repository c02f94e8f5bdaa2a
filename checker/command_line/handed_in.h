// What lies at the path that was given: a submission, or an archive that holds one.
#pragma once

#include <optional>
#include <string>

#include "checker/build/build.h"
#include "checker/model/submission.h"
#include "sandbox/os/result.h"

namespace checker {

struct HandedIn {
  Submission submission;
  std::optional<TemporaryFolder> unpacked;  // where the submission lies, for as long as this lives
  std::string path;                         // absolute: of the archive where there is one
};

// An archive, and a folder with an archive and nothing else, stand for what the archive holds; the
// name stays that of the path. An archive that is refused is a submission that cannot be built. An
// Error means exit 64, but for one that the checker's own machine is to blame for.
sandbox::Result<HandedIn> OpenHandedIn(const std::string& path);

}  // namespace checker
