// Box::Launch beside what else happens on this thread: other servers go on while the kernel puts a
// box together.
#pragma once

#include "checker/model/check.h"
#include "sandbox/launch/box.h"
#include "sandbox/os/result.h"

namespace checker {

// spec.source_dir stays open until this has ended.
Task<sandbox::Result<sandbox::Box>> LaunchBox(sandbox::LaunchSpec spec);

}  // namespace checker
