// Starts the untrusted program as a child of this process: the one place where confinement is put
// together.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "sandbox/launch/launch_request.h"
#include "sandbox/launch/launcher/landlock.h"
#include "sandbox/launch/launcher/memory_group.h"

namespace sandbox {

struct ProgramPlace {
  int standard_input = -1;  // -1: /dev/null
  int standard_output = -1;
  int standard_error = -1;
  int working_dir = -1;
  std::string home;                           // HOME
  std::string temporary_folder;               // TMPDIR
  const MemoryGroup* memory_group = nullptr;  // to go into, if there is one
  bool own_namespaces = false;  // else what they would keep away is refused by a filter
  std::vector<pid_t> protect;   // that filter lets no signal through to these
  std::optional<uid_t> user;    // changes to this uid and gid; none: stays
  FileRights files;             // for Landlock
};

// Returns once execve(2) has succeeded. A step that fails is passed on with Fail (failure.h), and
// nothing was executed.
pid_t StartProgram(const LaunchRequest& request, const ProgramPlace& place);

}  // namespace sandbox
