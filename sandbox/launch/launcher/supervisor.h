// The parent of the program: collects what ends, and answers the checker's requests.
//
// In a pid namespace it is init, so every orphan comes to it; without one it is a child subreaper.
// It is driven by its owner's poll(2) loop and never blocks.
#pragma once

#include <poll.h>
#include <sys/types.h>

#include <cstddef>
#include <deque>

#include "sandbox/launch/launch_message.h"
#include "sandbox/os/unique_fd.h"

namespace sandbox {

class Supervisor {
 public:
  // box_socket stays the caller's. From construction on SIGCHLD is blocked and read from a
  // signalfd(2).
  explicit Supervisor(int box_socket);

  void set_program(pid_t program) { program_ = program; }

  // What to poll for, and what to do with the answer. False: the checker has closed the box socket.
  pollfd ChildrenEntry() const { return {.fd = signals_.get(), .events = POLLIN, .revents = 0}; }
  pollfd RequestsEntry() const;
  void OnChildren();
  bool OnRequests(short ready);

  // Collects every child that has ended.
  void Reap();
  bool has_children() const { return has_children_; }

  // Tells the checker that a process was killed for its memory.
  void ReportMemoryKill();

 private:
  void Report(const Message& message);
  void Flush();
  void Answer(const Message& request);
  void SendSockets(int family, int count);
  void SendPidfd(pid_t pid);

  int box_socket_;
  pid_t program_ = 0;
  bool has_children_ = true;
  int memory_kills_ = 0;
  UniqueFd signals_;
  std::deque<Message> unsent_;
};

}  // namespace sandbox
