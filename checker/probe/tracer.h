// Births and deaths that are too quick to be looked at: ptrace(2) stops every new task when it is
// born and every process just before it ends, with its descriptors still open. Nothing else of the
// program is disturbed (PTRACE_SEIZE, PTRACE_O_TRACEFORK | TRACEVFORK | TRACECLONE | TRACEEXIT).
//
// A tracer belongs to the thread that made it.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <vector>

#include "sandbox/launch/box.h"
#include "sandbox/os/result.h"

namespace checker {

struct Birth {
  int parent = 0;  // pids inside the box
  int pid = 0;     // of a thread: its tid
  bool is_thread = false;
};

class Tracer {
 public:
  explicit Tracer(sandbox::Box* box) : box_(box) {}  // not owned, outlives the tracer
  Tracer(const Tracer&) = delete;
  // Lets go of every task: a dead one that its tracer does not wait for would stay, and with it the
  // box.
  ~Tracer();

  // Takes hold of every task of these processes (pids inside the box); those born later follow by
  // themselves.
  sandbox::Result<void> SeizeAll(const std::vector<int>& pids);

  // Handles what has happened since; does not block. at_exit(pid, status) is called while the
  // process stands still before its end. True if anything happened.
  bool Pump(const std::function<void(int pid, int status)>& at_exit);

  const std::vector<Birth>& births() const { return births_; }

 private:
  void LetGoIfStopped(int outside);
  void Handle(int outside, int status, const std::function<void(int, int)>& at_exit);
  void NoteBirth(int parent_outside, bool is_thread);
  int InsidePid(int outside);

  sandbox::Box* box_;
  std::map<int, int> inside_;  // by outside tid
  std::set<int> traced_;       // outside tids
  std::vector<Birth> births_;
};

}  // namespace checker
