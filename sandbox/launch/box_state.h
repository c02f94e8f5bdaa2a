// What a Box holds. Private to box.cc and box_launch.cc.
#pragma once

#include <map>
#include <optional>

#include "sandbox/launch/box.h"
#include "sandbox/launch/launcher_process.h"
#include "sandbox/launch/supervisor_client.h"
#include "sandbox/os/proc_fs.h"

namespace sandbox {

struct Box::State {
  State(LauncherProcess process, UniqueFd box_socket)
      : launcher(std::move(process)), supervisor(std::move(box_socket)) {}

  ~State();  // kills everything
  State(const State&) = delete;

  Result<void> Adopt(SupervisorClient::Started started);
  // Owned here and kept for the next question about this process, which may have ended since.
  Result<int> KeptPidfd(pid_t pid);

  LauncherProcess launcher;
  SupervisorClient supervisor;
  bool namespaces = false;
  bool all_killed = false;
  pid_t program = 0;
  std::optional<uid_t> reading_user;
  UniqueFd proc_dir;
  std::optional<PidFolder> pids;
  std::map<pid_t, UniqueFd> kept_pidfds;
  UniqueFd working_dir;
  UniqueFd sock_diag;
  UniqueFd init;             // pidfd, only with namespaces
  std::string memory_group;  // path; empty if there is none
  UniqueFd memory_events;
  StandardInput input_kind = StandardInput::kNull;
  UniqueFd standard_input;
  UniqueFd terminal_slave;  // while it is open here, the master never reports a hang-up
  UniqueFd standard_output;
  UniqueFd standard_error;
  dev_t input_device = 0;
  ino_t input_inode = 0;
};

}  // namespace sandbox
