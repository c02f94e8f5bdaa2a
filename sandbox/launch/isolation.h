// Which layers of isolation this host gives, found out by doing (not by reading a version).
#pragma once

#include <optional>
#include <string>

namespace sandbox {

// One layer: on, or off with the reason in words ("unshare(CLONE_NEWUSER): Operation not
// permitted").
struct Layer {
  bool on = false;
  std::optional<std::string> reason;
};

struct Isolation {
  Layer seccomp;
  // The four namespaces are used together or not at all: a box with some of them would be hard to
  // reason about.
  Layer user_namespace;
  Layer network_namespace;
  Layer pid_namespace;
  Layer mount_namespace;  // own root, own /tmp, own /dev; ipc and uts namespaces come with it
  Layer landlock;
  Layer cgroup;
  Layer separate_user;  // the program's uid is nobody else's on this host
  Layer no_new_privs;
  Layer process_limit;  // RLIMIT_NPROC bounds this box, and counts nobody else's processes
  int landlock_abi = 0;

  // "isolated": namespaces and a bound on processes; "confined": own user or Landlock >= 6,
  // seccomp; "guarded": seccomp only; "unconfined": less.
  std::string Level() const;
};

// Tries each layer in a throw-away child, once per process; later calls return the first answer.
const Isolation& ProbeIsolation();

}  // namespace sandbox
