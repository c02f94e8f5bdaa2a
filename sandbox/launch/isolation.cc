#include "sandbox/launch/isolation.h"

namespace sandbox {

std::string Isolation::Level() const {
  bool namespaces =
      user_namespace.on && network_namespace.on && pid_namespace.on && mount_namespace.on;
  bool filtered = seccomp.on && no_new_privs.on;
  if (namespaces && filtered && process_limit.on) return "isolated";
  if (filtered && (separate_user.on || landlock_abi >= 6)) return "confined";
  return filtered ? "guarded" : "unconfined";
}

}  // namespace sandbox
