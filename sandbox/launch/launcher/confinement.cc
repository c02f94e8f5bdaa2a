#include "sandbox/launch/launcher/confinement.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include "sandbox/launch/launcher/failure.h"
#include "sandbox/os/unique_fd.h"

namespace sandbox {
namespace {

constexpr rlim_t kUsualStack =
    8u << 20;  // what login sessions have, whatever the checker was started with

void SetLimit(const char* step, __rlimit_resource_t what, rlim_t soft, rlim_t hard) {
  rlimit now;
  Must(step, getrlimit(what, &now));
  // A limit that is already lower stays: raising it may need a privilege.
  rlimit wanted{.rlim_cur = std::min(soft, now.rlim_max), .rlim_max = std::min(hard, now.rlim_max)};
  Must(step, setrlimit(what, &wanted));
}

bool Holds(int capability) {
  __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  __user_cap_data_struct data[2]{};
  if (syscall(SYS_capget, &header, data) < 0) return false;
  return (data[capability / 32].effective & (1u << (capability % 32))) != 0;
}

void EmptyBoundingSet() {
  // Without CAP_SETPCAP it cannot be emptied, and without any capability nothing can be gained from
  // it.
  if (!Holds(CAP_SETPCAP)) return;
  for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; ++capability) {
    Must("drop bounding set", prctl(PR_CAPBSET_DROP, capability, 0, 0, 0));
  }
}

void EmptyCapabilities() {
  Must("drop ambient capabilities", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0));
  __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  __user_cap_data_struct none[2]{};
  Must("drop capabilities", syscall(SYS_capset, &header, none));
}

}  // namespace

void ResetSignals() {
  for (int signal = 1; signal < NSIG; ++signal) {
    struct sigaction action {};
    action.sa_handler = SIG_DFL;
    sigaction(signal, &action,
              nullptr);  // fails for SIGKILL, SIGSTOP and libc's own two, which cannot be ignored
  }
  sigset_t none;
  sigemptyset(&none);
  Must("empty signal mask", sigprocmask(SIG_SETMASK, &none, nullptr));
}

void SetLimits(const LaunchNumbers& numbers) {
  SetLimit("limit core dumps", RLIMIT_CORE, 0, 0);
  SetLimit("limit stack", RLIMIT_STACK, kUsualStack, RLIM_INFINITY);
  if (numbers.cpu_seconds != 0) {
    // SIGXCPU first, which names the reason; SIGKILL a second later for those who catch it.
    SetLimit("limit cpu time", RLIMIT_CPU, numbers.cpu_seconds, numbers.cpu_seconds + 1);
  }
  if (numbers.file_size != 0)
    SetLimit("limit file size", RLIMIT_FSIZE, numbers.file_size, numbers.file_size);
  if (numbers.descriptors != 0) {
    SetLimit("limit descriptors", RLIMIT_NOFILE, numbers.descriptors, numbers.descriptors);
  }
  if (numbers.processes != 0) {
    SetLimit("limit processes", RLIMIT_NPROC, numbers.processes, numbers.processes);
  }
}

void BecomeFirstVictimOfMemoryPressure() {
  // A change of user or capabilities has made this process's /proc files root's; they are its own
  // again.
  Must("become dumpable", prctl(PR_SET_DUMPABLE, 1, 0, 0, 0));
  const char* step = "set oom_score_adj";
  UniqueFd file(Must(step, open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC)));
  Must(step, write(file.get(), "1000", 4));
}

void DropIdentity(std::optional<uid_t> user) {
  EmptyBoundingSet();
  if (user) {
    Must("drop groups", setgroups(0, nullptr));
    Must("set gid", setresgid(*user, *user, *user));
    Must("set uid", setresuid(*user, *user, *user));
  }
  EmptyCapabilities();
}

void DieWith(pid_t parent) {
  Must("set parent-death signal", prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0));
  if (getppid() != parent) Fail("parent has ended", ESRCH);
}

void RefuseNewPrivileges() { Must("set no_new_privs", prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)); }

void AllowSystemCalls(std::string_view bpf) {
  sock_fprog program{};
  program.len = static_cast<unsigned short>(bpf.size() / sizeof(sock_filter));
  program.filter = reinterpret_cast<sock_filter*>(const_cast<char*>(bpf.data()));
  // SPEC_ALLOW: before Linux 5.16 a filter would else switch on a costly mitigation that changes
  // how fast servers are.
  Must("install seccomp filter",
       syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &program));
}

}  // namespace sandbox
