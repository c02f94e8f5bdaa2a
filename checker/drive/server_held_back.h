// Keeps a server from running while its clients do several things, so that it finds all of them done.
//
//   const ServerHeldBack held_back(session);  // at rest before
//   ...                                       // connects, sends, ends: nothing that waits
//   const bool in_time = held_back.NobodyRan();
//
// Nobody is stopped for it: a stop makes epoll_wait and others return EINTR. The server's tasks and
// we share one processor, and they are lowered to SCHED_IDLE meanwhile, or we are raised to
// SCHED_FIFO, or both. Whether it worked is read from /proc/PID/task/TID/schedstat, the number of
// times that a task got a processor. Loopback delivers within our own system calls, but later where
// a busy machine leaves its soft interrupts to a thread of their own: see ServersEndIsOpen().
#pragma once

#include <sched.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "checker/drive/session.h"

namespace checker {

// A task of the server, by the numbers that we know it by.
struct OutsideTask {
  int process = 0;
  int task = 0;
  std::uint64_t times_scheduled = 0;
  cpu_set_t processors{};
};

// While it lives the server's tasks run only where and when we do not. What the host refuses shows
// in NobodyRan().
class ServerHeldBack {
 public:
  explicit ServerHeldBack(Session& session);
  ServerHeldBack(const ServerHeldBack&) = delete;
  ~ServerHeldBack();

  // No task of the server has run since. False where that cannot be told.
  bool NobodyRan() const;

 private:
  void LetTheServerRun();

  std::vector<OutsideTask> tasks_;
  std::optional<uid_t> user_;  // as whom the server's tasks may be scheduled
  cpu_set_t ours_{};
};

// Whether the kernel has the server's end of this connection, established, at this moment.
bool ServersEndIsOpen(Session& session, const ClientEnd& end);

}  // namespace checker
