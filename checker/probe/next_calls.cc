#include "checker/probe/next_calls.h"

#include <sched.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <optional>

#include "checker/probe/seize.h"
#include "sandbox/os/deadline.h"

namespace checker {
namespace {

// longer than the second that many sleep after an error
constexpr std::chrono::milliseconds kMoment{1500};
constexpr int kCallStop = SIGTRAP | 0x80;  // PTRACE_O_TRACESYSGOOD

class Held {
 public:
  Held(int tid, std::optional<uid_t> user)
      : tid_(tid), held_(Seize(tid, PTRACE_O_TRACESYSGOOD, user)) {
    if (held_) ::ptrace(PTRACE_INTERRUPT, tid_, nullptr, nullptr);
  }
  Held(const Held&) = delete;
  ~Held() {
    if (!held_) return;
    if (!stopped_) {
      ::ptrace(PTRACE_INTERRUPT, tid_, nullptr, nullptr);
      // Nothing that a task does keeps it from this stop for long; who has ended needs no release.
      int status = 0;
      if (::waitpid(tid_, &status, __WALL) != tid_ || !WIFSTOPPED(status)) return;
      signal_ = SignalOf(status);
    }
    ::ptrace(PTRACE_DETACH, tid_, nullptr, signal_);
  }

  // Until its next stop: true if that is the entry of a system call.
  std::optional<bool> StopsAtCall(const sandbox::Deadline& deadline) {
    int status = 0;
    while (held_ && !deadline.passed()) {
      if (::waitpid(tid_, &status, WNOHANG | __WALL) != tid_) {
        ::sched_yield();
        continue;
      }
      held_ = WIFSTOPPED(status);
      stopped_ = held_;
      if (!held_) return std::nullopt;
      signal_ = SignalOf(status);
      return WSTOPSIG(status) == kCallStop;
    }
    return std::nullopt;
  }

  void GoOn() {
    ::ptrace(PTRACE_SYSCALL, tid_, nullptr, signal_);
    stopped_ = false;
    signal_ = 0;
  }

 private:
  // What is about to be delivered: neither a stop of ptrace's own nor one at a call.
  static int SignalOf(int status) {
    const bool is_ours = (status >> 16) != 0 || WSTOPSIG(status) == kCallStop;
    return is_ours ? 0 : WSTOPSIG(status);
  }

  int tid_;
  bool held_;
  bool stopped_ = false;
  int signal_ = 0;
};

}  // namespace

std::vector<long> NextCalls(int outside_tid, int count, std::optional<uid_t> user) {
  std::vector<long> calls;
  Held held(outside_tid, user);
  const auto deadline = sandbox::Deadline::After(kMoment);
  while (static_cast<int>(calls.size()) < count) {
    const auto at_call = held.StopsAtCall(deadline);
    if (!at_call) break;
    __ptrace_syscall_info call{};
    if (*at_call && ::ptrace(PTRACE_GET_SYSCALL_INFO, outside_tid, sizeof(call), &call) > 0 &&
        call.op == PTRACE_SYSCALL_INFO_ENTRY) {
      calls.push_back(static_cast<long>(call.entry.nr));
    }
    held.GoOn();
  }
  return calls;
}

std::optional<bool> BindFailsBeforeListen(int outside_pid, std::optional<uid_t> user) {
  std::optional<bool> failed;
  std::uint64_t call = 0;
  Held held(outside_pid, user);
  const auto deadline = sandbox::Deadline::After(kMoment);
  for (;;) {
    const auto at_call = held.StopsAtCall(deadline);
    if (!at_call) return std::nullopt;
    __ptrace_syscall_info seen{};
    if (*at_call && ::ptrace(PTRACE_GET_SYSCALL_INFO, outside_pid, sizeof(seen), &seen) > 0) {
      if (seen.op == PTRACE_SYSCALL_INFO_ENTRY) call = seen.entry.nr;
      if (seen.op == PTRACE_SYSCALL_INFO_EXIT && call == SYS_bind) failed = seen.exit.is_error != 0;
      if (call == SYS_listen) return failed;
    }
    held.GoOn();
  }
}

}  // namespace checker
