#include "checker/probe/waits.h"

#include <linux/futex.h>
#include <sys/syscall.h>

namespace checker {
namespace {

constexpr Wait OnDescriptor(WaitKind kind, std::string_view name) {
  const bool input = kind == WaitKind::kAccept || kind == WaitKind::kReceive;
  return {.kind = kind, .name = name, .endless = true, .has_fd = true, .awaits_input = input};
}

constexpr Wait Waiting(WaitKind kind, std::string_view name, bool endless) {
  return {.kind = kind, .name = name, .endless = endless};
}

// The timeout of poll and epoll_wait is an int: -1 (any negative number) means for ever. Without
// descriptors they are sleeps.
Wait PollingFor(std::string_view name, std::uint64_t timeout, bool watches) {
  const auto milliseconds = static_cast<std::int32_t>(timeout);
  Wait wait = Waiting(watches ? WaitKind::kPoll : WaitKind::kSleep, name, milliseconds < 0);
  wait.awaits_input = watches;
  if (milliseconds >= 0) wait.timeout_ms = milliseconds;
  return wait;
}

// The timeout of select and its kin is a pointer: null means for ever.
Wait PollingUntil(std::string_view name, std::uint64_t address, bool watches) {
  Wait wait =
      Waiting(watches || address == 0 ? WaitKind::kPoll : WaitKind::kSleep, name, address == 0);
  wait.awaits_input = watches;
  wait.timeout_address = address;
  return wait;
}

bool IsEndlessFutex(const RawCall& call) {
  const auto operation = static_cast<int>(call.arguments[1]) & FUTEX_CMD_MASK;
  const bool waits = operation == FUTEX_WAIT || operation == FUTEX_WAIT_BITSET ||
                     operation == FUTEX_LOCK_PI || operation == FUTEX_LOCK_PI2;
  return waits && call.arguments[3] == 0;
}

}  // namespace

Wait Classify(const RawCall& call) {
  const auto& arguments = call.arguments;
  switch (call.number) {
    case SYS_accept: return OnDescriptor(WaitKind::kAccept, "accept");
    case SYS_accept4: return OnDescriptor(WaitKind::kAccept, "accept4");
    case SYS_read: return OnDescriptor(WaitKind::kReceive, "read");
    case SYS_readv: return OnDescriptor(WaitKind::kReceive, "readv");
    case SYS_recvfrom: return OnDescriptor(WaitKind::kReceive, "recv");
    case SYS_recvmsg: return OnDescriptor(WaitKind::kReceive, "recvmsg");
    case SYS_write: return OnDescriptor(WaitKind::kSend, "write");
    case SYS_writev: return OnDescriptor(WaitKind::kSend, "writev");
    case SYS_sendto: return OnDescriptor(WaitKind::kSend, "send");
    case SYS_sendmsg: return OnDescriptor(WaitKind::kSend, "sendmsg");
    case SYS_wait4: return Waiting(WaitKind::kChild, "wait", true);
    case SYS_waitid: return Waiting(WaitKind::kChild, "waitid", true);
#ifdef SYS_poll
    case SYS_poll: return PollingFor("poll", arguments[2], arguments[1] != 0);
#endif
    case SYS_ppoll: return PollingUntil("ppoll", arguments[2], arguments[1] != 0);
#ifdef SYS_select
    case SYS_select: return PollingUntil("select", arguments[4], arguments[0] != 0);
#endif
    case SYS_pselect6: return PollingUntil("select", arguments[4], arguments[0] != 0);
#ifdef SYS_epoll_wait
    case SYS_epoll_wait: return PollingFor("epoll_wait", arguments[3], true);
#endif
    case SYS_epoll_pwait: return PollingFor("epoll_wait", arguments[3], true);
    case SYS_epoll_pwait2: return PollingUntil("epoll_wait", arguments[3], true);
    case SYS_futex: return Waiting(WaitKind::kFutex, "futex", IsEndlessFutex(call));
#ifdef SYS_pause
    case SYS_pause: return Waiting(WaitKind::kSignal, "pause", true);
#endif
    case SYS_rt_sigsuspend: return Waiting(WaitKind::kSignal, "sigsuspend", true);
    case SYS_rt_sigtimedwait: return Waiting(WaitKind::kSignal, "sigwait", arguments[2] == 0);
    case SYS_fcntl: return Waiting(WaitKind::kLock, "fcntl", true);
    case SYS_flock: return Waiting(WaitKind::kLock, "flock", true);
    case SYS_semop: return Waiting(WaitKind::kLock, "semop", true);
    case SYS_semtimedop: return Waiting(WaitKind::kLock, "semtimedop", arguments[3] == 0);
    case SYS_msgrcv: return Waiting(WaitKind::kLock, "msgrcv", true);
#ifdef SYS_open
    case SYS_open: return Waiting(WaitKind::kOpen, "open", true);
#endif
    case SYS_openat: return Waiting(WaitKind::kOpen, "open", true);
    case SYS_nanosleep: return Waiting(WaitKind::kSleep, "sleep", false);
    case SYS_clock_nanosleep: return Waiting(WaitKind::kSleep, "sleep", false);
    case SYS_restart_syscall: return Waiting(WaitKind::kRestart, "restart_syscall", false);
    default: return {};
  }
}

}  // namespace checker
