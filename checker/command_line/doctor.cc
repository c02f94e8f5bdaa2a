#include "checker/command_line/doctor.h"

#include <nlohmann/json.hpp>
#include <ostream>

namespace checker {
namespace {

using sandbox::Isolation;
using Json = nlohmann::ordered_json;

struct LayerText {
  const char* name;
  sandbox::Layer Isolation::*layer;
  const char* means;
  const char* remedy;
};

constexpr const char* kWithUserNamespace =
    "comes with a user namespace; as root in a container: --cap-add SYS_ADMIN";

constexpr LayerText kLayers[] = {
    {"seccomp", &Isolation::seccomp, "its system calls are held to a list",
     "a kernel with CONFIG_SECCOMP_FILTER; in a container, an engine that allows seccomp(2)"},
    {"user_namespace", &Isolation::user_namespace,
     "it has no rights of ours, and the namespaces below need no root",
     "Ubuntu: sysctl kernel.apparmor_restrict_unprivileged_userns=0; Debian: sysctl "
     "kernel.unprivileged_userns_clone=1; Docker: --security-opt seccomp=unconfined"},
    {"network_namespace", &Isolation::network_namespace,
     "it has a network of its own: no way out, and every port is free", kWithUserNamespace},
    {"pid_namespace", &Isolation::pid_namespace,
     "it sees no process but its own, and all of them end with it", kWithUserNamespace},
    {"mount_namespace", &Isolation::mount_namespace,
     "it sees a file system of its own, without homes and other submissions", kWithUserNamespace},
    {"landlock", &Isolation::landlock, "it writes only to its own folder",
     "Linux 5.13 or later with landlock in /sys/kernel/security/lsm"},
    {"cgroup", &Isolation::cgroup, "its memory and processes are bounded as a whole",
     "a writable /sys/fs/cgroup, or systemd-run --user --scope -p Delegate=yes"},
    {"separate_user", &Isolation::separate_user, "its user owns nothing else on this machine",
     "run as root; else a user namespace stands in for it"},
    {"no_new_privs", &Isolation::no_new_privs, "no setuid program gives it rights",
     "Linux 3.5 or later"},
};

std::string Probe(const sandbox::Layer& layer) {
  if (layer.on) return "tried in a child process: works";
  return layer.reason.value_or("tried in a child process: does not work");
}

std::string LevelInWords(const std::string& level) {
  if (level == "isolated") return "namespaces of its own, and a bound on processes";
  if (level == "confined") return "a user of its own or Landlock, and a filter on system calls";
  if (level == "guarded") return "a filter on system calls; grade only programs that you trust";
  return "next to nothing; grade only programs that you would run yourself";
}

}  // namespace

void WriteDiagnosis(const Isolation& isolation, std::ostream& out) {
  out << "A submission runs " << isolation.Level() << " here: " << LevelInWords(isolation.Level())
      << ".\n\n";
  for (const LayerText& text : kLayers) {
    const sandbox::Layer& layer = isolation.*text.layer;
    const std::string name = text.name;
    out << (layer.on ? "  on   " : "  off  ") << name << std::string(19 - name.size(), ' ')
        << text.means << '\n';
    if (layer.on) continue;
    out << "         why     " << Probe(layer) << '\n';
    out << "         remedy  " << text.remedy << '\n';
  }
}

void WriteDiagnosisJson(const Isolation& isolation, std::ostream& out) {
  Json layers = Json::array();
  for (const LayerText& text : kLayers) {
    const sandbox::Layer& layer = isolation.*text.layer;
    layers.push_back({{"name", text.name},
                      {"on", layer.on},
                      {"probe", Probe(layer)},
                      {"means", text.means},
                      {"remedy", layer.on ? Json() : Json(text.remedy)}});
  }
  const Json document = {{"level", isolation.Level()}, {"layers", std::move(layers)}};
  out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace checker
