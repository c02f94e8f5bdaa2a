// What a blocked system call waits for, and whether that wait ends by itself.
//
// Sources: the manual page of each call; arguments as /proc/PID/syscall shows them (x86-64 and
// arm64 numbers by name).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "checker/probe/proc_tasks.h"

namespace checker {

enum class WaitKind {
  kUnknown,  // not a call that is known to sleep: never counts as rest
  kAccept,
  kReceive,  // read, recv and their kin, on the descriptor in argument 0
  kSend,     // write, send and their kin, on the descriptor in argument 0
  kPoll,     // poll, select, epoll_wait: several descriptors
  kChild,    // wait4, waitid
  kFutex,    // a lock, a condition, a join
  kSignal,   // pause, sigsuspend, sigwait
  kLock,     // file locks, semaphores, message queues
  kOpen,     // open of a FIFO
  kSleep,    // nanosleep and its kin
  kRestart,  // restart_syscall: a call continued after a stop; which one cannot be seen
};

struct Wait {
  WaitKind kind = WaitKind::kUnknown;
  std::string_view name;  // "accept"
  // as far as the arguments say; a socket's SO_RCVTIMEO is not among them
  bool endless = false;
  bool has_fd = false;  // argument 0 is the descriptor
  // ends early when a descriptor becomes readable (or a connection comes)
  bool awaits_input = false;
  // When it ends by itself, as far as the arguments say: a number of milliseconds, or where in the
  // task's memory a struct of seconds and (nano- or micro-)seconds lies. poll(2), select(2),
  // epoll_wait(2).
  std::optional<int> timeout_ms;
  std::uint64_t timeout_address = 0;
};

Wait Classify(const RawCall& call);

}  // namespace checker
