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
  const char* probe;
  const char* means;
  const char* without;  // what is so where it is off
  // The one line that would switch it on here.
  std::string (*remedy)(const HostFacts&);
};

std::string UserNamespaces(const HostFacts& host) {
  if (host.container)
    return "docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined "
           "--security-opt systempaths=unconfined ...";
  if (host.apparmor_restrict_unprivileged_userns.value_or(0) != 0)
    return "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0";
  if (host.unprivileged_userns_clone == 0)
    return "sudo sysctl -w kernel.unprivileged_userns_clone=1";
  if (host.max_user_namespaces == 0) return "sudo sysctl -w user.max_user_namespaces=10000";
  return host.root ? "a kernel with CONFIG_USER_NS" : "sudo ./grade ...";
}

std::string Landlock(const HostFacts& host) {
  const bool left_out = !host.lsm.empty() && host.lsm.find("landlock") == std::string::npos;
  if (left_out) return "boot with lsm=landlock," + host.lsm + " on the kernel's command line";
  return "Linux 5.13 or later, not in gVisor";
}

std::string ControlGroup(const HostFacts& host) {
  if (host.container) return "docker run --cgroupns=host -v /sys/fs/cgroup:/sys/fs/cgroup:rw ...";
  if (host.root) return "mount -t cgroup2 none /sys/fs/cgroup";
  if (host.systemd) return "systemd-run --user --scope -p Delegate=yes ./grade ...";
  return "sudo ./grade ...";
}

std::string Root(const HostFacts& host) {
  if (host.container) return "docker run --user 0 ...";
  return host.root ? "give root its capabilities SETUID and SETGID back" : "sudo ./grade ...";
}

std::string ProcessLimit(const HostFacts& host) {
  return host.root ? Root(host) : UserNamespaces(host);
}

std::string Seccomp(const HostFacts& host) {
  if (host.container) return "docker run --security-opt seccomp=unconfined ...";
  return "a kernel with CONFIG_SECCOMP_FILTER";
}

std::string NewerLinux(const HostFacts&) { return "Linux 3.5 or later"; }

constexpr const char* kBoxOfNamespaces = "a program was run in a box that has it";

const LayerText kLayers[] = {
    {"seccomp", &Isolation::seccomp, "a filter was put on in a child and held",
     "its system calls are held to a list", "it may make every system call", Seccomp},
    {"user_namespace", &Isolation::user_namespace, kBoxOfNamespaces, "it has no rights of ours",
     "its rights are those of its user", UserNamespaces},
    {"network_namespace", &Isolation::network_namespace, kBoxOfNamespaces,
     "it has a network of its own: no way out, and every port is free",
     "it can reach this machine's network and the checker's other servers", UserNamespaces},
    {"pid_namespace", &Isolation::pid_namespace, kBoxOfNamespaces,
     "it sees no process but its own, and all of them end with it",
     "it sees all processes; its own are found by their descent and ended one by one",
     UserNamespaces},
    {"mount_namespace", &Isolation::mount_namespace, kBoxOfNamespaces,
     "it sees a file system of its own, without homes and other submissions",
     "files are kept from it by Landlock and by their modes alone; the disk is bounded for each "
     "file alone",
     UserNamespaces},
    {"landlock", &Isolation::landlock, "a folder was refused to a child",
     "it reads programs and libraries, and writes to its own folder",
     "where it has no file system of its own, it reads and writes what its user may", Landlock},
    {"cgroup", &Isolation::cgroup, "a program was run in a box with a control group",
     "its memory is bounded as a whole, by the kernel",
     "its memory is looked at every 50 ms and its largest process ended", ControlGroup},
    {"separate_user", &Isolation::separate_user, "a child became another user, for good",
     "its user owns nothing else on this machine",
     "it is this user, as far as no namespace stands between", Root},
    {"process_limit", &Isolation::process_limit,
     "a program was run in a box with room for six processes",
     "its processes are bounded, and nobody else's count",
     "a bomb of processes takes up to a thousand of this user's", ProcessLimit},
    {"no_new_privs", &Isolation::no_new_privs, "it was set in a child",
     "no setuid program gives it rights", "sudo and su work for it", NewerLinux},
};

std::string ProbeOf(const LayerText& text, const sandbox::Layer& layer) {
  return layer.on ? text.probe : layer.reason.value_or("tried in a child: does not work");
}

std::string LevelInWords(const std::string& level) {
  if (level == "isolated") return "namespaces of its own, and a bound on processes";
  if (level == "confined") return "a user of its own or Landlock, and a filter on system calls";
  if (level == "guarded") return "a filter on system calls; grade only programs that you trust";
  return "next to nothing; grade only programs that you would run yourself";
}

}  // namespace

void WriteDiagnosis(const Isolation& isolation, const HostFacts& host, std::ostream& out) {
  out << "A submission runs " << isolation.Level() << " here: " << LevelInWords(isolation.Level())
      << ".\n\n";
  for (const LayerText& text : kLayers) {
    const sandbox::Layer& layer = isolation.*text.layer;
    const std::string name = text.name;
    out << (layer.on ? "  on   " : "  off  ") << name << std::string(19 - name.size(), ' ')
        << (layer.on ? text.means : text.without) << '\n';
    out << (layer.on ? "         tried   " : "         why     ") << ProbeOf(text, layer) << '\n';
    if (!layer.on) out << "         remedy  " << text.remedy(host) << '\n';
  }
}

void WriteDiagnosisJson(const Isolation& isolation, const HostFacts& host, std::ostream& out) {
  Json layers = Json::array();
  for (const LayerText& text : kLayers) {
    const sandbox::Layer& layer = isolation.*text.layer;
    layers.push_back({{"name", text.name},
                      {"on", layer.on},
                      {"probe", ProbeOf(text, layer)},
                      {"means", layer.on ? text.means : text.without},
                      {"remedy", layer.on ? Json() : Json(text.remedy(host))}});
  }
  const Json document = {{"level", isolation.Level()}, {"layers", std::move(layers)}};
  out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace checker
