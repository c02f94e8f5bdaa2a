// Kills a tree of processes that no namespace holds together, however it forks, and proves that
// nothing is left.
//
// This process is their child subreaper: whoever loses its parent becomes its child. So when it has
// no child, nothing is left. prctl(2), PR_SET_CHILD_SUBREAPER.
#pragma once

#include <sys/types.h>

#include <optional>

#include "sandbox/launch/launcher/supervisor.h"
#include "sandbox/os/deadline.h"

namespace sandbox {

// user: the uid that only they have, if there is one. True: none is left; false: not proved in
// time.
bool KillDescendants(std::optional<uid_t> user, Supervisor& supervisor, Deadline deadline);

}  // namespace sandbox
