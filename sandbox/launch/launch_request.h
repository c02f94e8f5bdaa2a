// The launch as the launcher needs it: a LaunchSpec without its descriptors, as bytes and back.
//
// The checker encodes it into a memfd, the launcher decodes it. Both are built together; the
// version guards against an old launcher beside a new checker.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

enum class InputKind : std::uint32_t { kTerminal, kPipe, kNull };
enum class PortPastKind : std::uint32_t { kNone, kTaken, kTimeWait, kHalfClosed };

// Plain numbers, copied as they are. Sizes in bytes, 0 = no limit of ours.
struct LaunchNumbers {
  std::uint32_t namespaces = 0;  // user, pid, mount, network, ipc and uts namespaces, all or none
  std::uint32_t seccomp = 0;
  std::uint32_t landlock = 0;
  std::uint32_t cgroup = 0;
  std::uint32_t separate_user = 0;
  std::uint32_t no_new_privs = 0;
  std::uint32_t has_source_dir = 0;
  std::uint32_t merge_stderr = 0;
  std::uint32_t disable_address_randomization = 0;
  InputKind input = InputKind::kTerminal;
  PortPastKind port_past = PortPastKind::kNone;
  std::uint32_t port = 0;  // that has this past
  std::uint64_t cpu_seconds = 0;
  std::uint64_t memory = 0;
  std::uint64_t file_size = 0;
  std::uint64_t disk = 0;
  std::uint64_t processes = 0;  // 0 also where RLIMIT_NPROC would count processes of others
  std::uint64_t tasks = 0;      // for a control group, which counts nobody else's
  std::uint64_t descriptors = 0;
};

struct LaunchRequest {
  LaunchNumbers numbers;
  // where private folders may be made when there is no mount namespace
  std::string temporary_folder;
  std::vector<std::string> argv;
  std::vector<std::string> environment;  // NAME=VALUE
  std::string bpf;                       // array of struct sock_filter, empty: no filter
  std::string port_address;              // numeric, of the port's past
};

std::string Encode(const LaunchRequest& request);
// nullopt for bytes that Encode of this version did not make.
std::optional<LaunchRequest> DecodeLaunchRequest(std::string_view bytes);

}  // namespace sandbox
