#include "sandbox/launch/launcher/shared_box_filter.h"

#include <asm/sockios.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <vector>

#include "sandbox/policy/native_arch.h"
#include "sandbox/policy/refusals.h"

namespace sandbox {
namespace {

using When = Refusal::When;

void RefuseSignals(std::vector<Refusal>& refusals, const std::vector<pid_t>& processes) {
  constexpr std::uint32_t kEverybody = 0xffffffff;
  std::vector<std::uint32_t> targets{kEverybody};
  for (const pid_t process : processes) {
    targets.push_back(static_cast<std::uint32_t>(process));
    targets.push_back(0u - static_cast<std::uint32_t>(process));  // its group
  }
  for (int call : {SYS_kill, SYS_tkill, SYS_tgkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo,
                   SYS_pidfd_open}) {
    refusals.push_back({call, 0, When::kOneOf, targets, EPERM});
  }
  // The kernel sends any signal to the owner of a descriptor.
  refusals.push_back({SYS_fcntl, 2, When::kOneOf, targets, EPERM, Refusal::Condition{1, F_SETOWN}});
  refusals.push_back({SYS_fcntl, 1, When::kOneOf, {F_SETOWN_EX}, EPERM});
  refusals.push_back({SYS_ioctl, 1, When::kOneOf, {FIOSETOWN, SIOCSPGRP}, EPERM});
  // An open folder of /proc serves as a pidfd too, and whose it is cannot be seen here.
  refusals.push_back({SYS_pidfd_send_signal, 0, When::kNoneOf, {}, EPERM});
}

void RefuseTracing(std::vector<Refusal>& refusals) {
  for (int call : {SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev}) {
    refusals.push_back({call, 0, When::kNoneOf, {}, EPERM});
  }
}

}  // namespace

std::string SharedBoxFilter(const std::vector<pid_t>& protect, bool landlock) {
  std::vector<Refusal> refusals;
  RefuseSignals(refusals, protect);
  refusals.push_back({SYS_socket, 0, When::kOneOf, {AF_UNIX}, EAFNOSUPPORT});
  if (!landlock) RefuseTracing(refusals);
  std::vector<sock_filter> code = CompileRefusals(refusals, kNativeAuditArch);
  code.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  return {reinterpret_cast<const char*>(code.data()), code.size() * sizeof(sock_filter)};
}

}  // namespace sandbox
