// What decides which remedy helps on this machine.
#pragma once

#include <optional>
#include <string>

namespace checker {

struct HostFacts {
  bool root = false;
  bool container = false;  // of Docker, Podman or another engine
  bool systemd = false;    // runs the machine
  // sysctl(8), where the kernel has them.
  std::optional<int> apparmor_restrict_unprivileged_userns;
  std::optional<int> unprivileged_userns_clone;
  std::optional<int> max_user_namespaces;
  std::string lsm;  // /sys/kernel/security/lsm, "" if it cannot be read
};

HostFacts ReadHostFacts();

}  // namespace checker
