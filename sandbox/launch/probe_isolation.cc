#include <fcntl.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sandbox/launch/box.h"
#include "sandbox/launch/isolation.h"
#include "sandbox/os/readiness.h"

namespace sandbox {
namespace {

Layer On() { return {.on = true}; }
Layer Off(std::string reason) { return {.on = false, .reason = std::move(reason)}; }

// Runs `attempt` in a child that ends after it: the result is its errno, 0 for success.
int TryInChild(int (*attempt)()) {
  pid_t child = fork();
  if (child == 0) _exit(attempt());
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) < 0) return errno;
  return WIFEXITED(status) ? WEXITSTATUS(status) : EPROTO;
}

Layer LayerOf(const char* operation, int error_number) {
  if (error_number == 0) return On();
  return Off(std::string(operation) + ": " + std::strerror(error_number));
}

int TryNoNewPrivs() { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ? errno : 0; }

// A filter that refuses getppid, and a look whether it is refused.
int TrySeccomp() {
  sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EDOM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  sock_fprog program{.len = 4, .filter = code};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return errno;
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0) return errno;
  return syscall(SYS_getppid) < 0 && errno == EDOM ? 0 : EPROTO;
}

// A ruleset that allows nothing, and a look whether reading a folder is refused.
int TryLandlock() {
  std::uint64_t handled = LANDLOCK_ACCESS_FS_READ_DIR;
  int ruleset = static_cast<int>(syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0));
  if (ruleset < 0) return errno;
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return errno;
  if (syscall(SYS_landlock_restrict_self, ruleset, 0) < 0) return errno;
  return open("/", O_RDONLY | O_DIRECTORY) < 0 && errno == EACCES ? 0 : EPROTO;
}

int TryOtherUser() {
  constexpr uid_t kSomebody = 45'678;
  if (setresgid(kSomebody, kSomebody, kSomebody) < 0) return errno;
  if (setresuid(kSomebody, kSomebody, kSomebody) < 0) return errno;
  return setresuid(0, 0, 0) < 0 ? 0 : EPROTO;
}

int LandlockAbi() {
  long abi = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return abi < 0 ? 0 : static_cast<int>(abi);
}

constexpr int kFewProcesses = 6;
constexpr std::uint64_t kLittleMemory = 64u << 20;

LaunchSpec Attempt(const Isolation& isolation) {
  LaunchSpec spec;
  spec.argv = {"/bin/sh", "-c", ": | :"};  // forks twice
  spec.isolation = isolation;
  spec.standard_input = StandardInput::kTerminal;
  spec.limits.memory = 0;
  return spec;
}

// Launches a box with these layers and waits for its program to succeed. Empty, or why it did not
// work.
std::string TryBox(const LaunchSpec& spec) {
  Result<Box> box = Box::Launch(spec);
  if (!box) return box.error().Text();
  Deadline deadline = Deadline::After(std::chrono::seconds(5));
  while (!box->PollEnd()) {
    if (!WaitUntilReadable(box->events(), deadline)) return "program in the box: does not end";
  }
  if (box->PollEnd() != Termination(Exited{0})) return "program in the box: failed";
  Result<void> killed = box->KillAll();
  return killed ? std::string() : killed.error().Text();
}

void ProbeNamespaces(Isolation& isolation) {
  Isolation wanted = isolation;
  wanted.user_namespace = wanted.pid_namespace = wanted.mount_namespace = wanted.network_namespace =
      On();
  std::string reason = TryBox(Attempt(wanted));
  if (reason.empty()) {
    isolation = wanted;
    return;
  }
  // They are used together or not at all, so they share the reason.
  isolation.user_namespace = isolation.pid_namespace = Off(reason);
  isolation.mount_namespace = isolation.network_namespace = Off(reason);
}

// Most hosts have all of them, and then one box shows it.
bool HasEverything(Isolation& isolation) {
  Isolation wanted = isolation;
  wanted.user_namespace = wanted.pid_namespace = wanted.mount_namespace = wanted.network_namespace =
      wanted.cgroup = wanted.process_limit = On();
  LaunchSpec spec = Attempt(wanted);
  spec.limits.memory = kLittleMemory;
  if (!isolation.separate_user.on) spec.limits.processes = kFewProcesses;
  if (!TryBox(spec).empty()) return false;
  isolation = wanted;
  return true;
}

// RLIMIT_NPROC counts a user's processes on the whole host, or (Linux 5.14) in the user namespace.
// In a box of three processes at most, a limit of six tells which, for outside there are more.
void ProbeProcessLimit(Isolation& isolation) {
  if (isolation.separate_user.on) {
    isolation.process_limit = On();
    return;
  }
  if (!isolation.user_namespace.on) {
    isolation.process_limit = Off("RLIMIT_NPROC would count other processes of this user");
    return;
  }
  LaunchSpec spec = Attempt(isolation);
  spec.isolation.process_limit = On();  // else it is not set
  spec.limits.processes = kFewProcesses;
  std::string reason = TryBox(spec);
  isolation.process_limit = reason.empty() ? On() : Off("RLIMIT_NPROC: " + reason);
}

void ProbeCgroup(Isolation& isolation) {
  Isolation wanted = isolation;
  wanted.cgroup = On();
  LaunchSpec spec = Attempt(wanted);
  spec.limits.memory = kLittleMemory;
  std::string reason = TryBox(spec);
  isolation.cgroup = reason.empty() ? On() : Off(reason);
}

Isolation Probe() {
  Isolation isolation;
  isolation.no_new_privs = LayerOf("prctl(PR_SET_NO_NEW_PRIVS)", TryInChild(TryNoNewPrivs));
  isolation.seccomp = LayerOf("seccomp(SECCOMP_SET_MODE_FILTER)", TryInChild(TrySeccomp));
  isolation.landlock = LayerOf("landlock_restrict_self", TryInChild(TryLandlock));
  if (isolation.landlock.on) isolation.landlock_abi = LandlockAbi();
  isolation.separate_user =
      geteuid() == 0 ? LayerOf("setresuid", TryInChild(TryOtherUser)) : Off("not root");
  if (HasEverything(isolation)) return isolation;
  ProbeNamespaces(isolation);
  ProbeProcessLimit(isolation);
  ProbeCgroup(isolation);
  return isolation;
}

}  // namespace

const Isolation& ProbeIsolation() {
  static const Isolation isolation = Probe();
  return isolation;
}

}  // namespace sandbox
