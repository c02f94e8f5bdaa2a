// The sandbox-launcher of one box, as its parent holds it.
//
//   LauncherProcess launcher = StartLauncher().value();
//   ... messages on launcher.control ...
//   launcher.control.Reset();                       // it kills its box and ends
#pragma once

#include <sys/types.h>

#include <string>

#include "sandbox/os/result.h"
#include "sandbox/os/unique_fd.h"

namespace sandbox {

struct LauncherProcess {
  UniqueFd control;  // SOCK_SEQPACKET, see launch_message.h
  UniqueFd pidfd;
  pid_t pid = 0;
};

// Starts it with an empty environment and no descriptor of ours but the control socket and 0, 1, 2
// (which it leaves).
Result<LauncherProcess> StartLauncher();

// Where it is: CHECKER_LAUNCHER if that is set (tests), else beside this program, else in
// ../libexec/checker/ of it.
Result<std::string> FindLauncher();

}  // namespace sandbox
