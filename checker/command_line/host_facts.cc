#include "checker/command_line/host_facts.h"

#include <unistd.h>

#include <fstream>

namespace checker {
namespace {

std::optional<int> Sysctl(const char* path) {
  std::ifstream file(path);
  int value = 0;
  if (file >> value) return value;
  return std::nullopt;
}

bool Exists(const char* path) { return access(path, F_OK) == 0; }

}  // namespace

HostFacts ReadHostFacts() {
  HostFacts facts;
  facts.root = geteuid() == 0;
  facts.container = Exists("/.dockerenv") || Exists("/run/.containerenv");
  facts.systemd = Exists("/run/systemd/system");
  facts.apparmor_restrict_unprivileged_userns =
      Sysctl("/proc/sys/kernel/apparmor_restrict_unprivileged_userns");
  facts.unprivileged_userns_clone = Sysctl("/proc/sys/kernel/unprivileged_userns_clone");
  facts.max_user_namespaces = Sysctl("/proc/sys/user/max_user_namespaces");
  std::ifstream("/sys/kernel/security/lsm") >> facts.lsm;
  return facts;
}

}  // namespace checker
