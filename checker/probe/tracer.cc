#include "checker/probe/tracer.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>

#include "checker/probe/proc_tasks.h"
#include "checker/probe/seize.h"
#include "sandbox/os/deadline.h"

namespace checker {
namespace {

constexpr long kOptions = PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
                          PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL;

bool IsBirth(int event) {
  return event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK || event == PTRACE_EVENT_CLONE;
}

unsigned long EventMessage(int outside) {
  unsigned long message = 0;
  ::ptrace(PTRACE_GETEVENTMSG, outside, nullptr, &message);
  return message;
}

// The value of a line of /proc/TID/status; "" where the task is gone.
std::string StatusLine(int outside, std::string_view key) {
  char path[64];
  std::snprintf(path, sizeof(path), "/proc/%d/status", outside);
  const auto text = ReadProcFile(AT_FDCWD, path);
  if (!text) return "";
  const std::size_t at = text->find(key);
  if (at == std::string::npos) return "";
  return text->substr(at + key.size(), text->find('\n', at) - at - key.size());
}

}  // namespace

// proc_pid_status(5): NSpid lists the numbers of one task from the reader's pid namespace to its
// own.
int Tracer::InsidePid(int outside) {
  const auto known = inside_.find(outside);
  if (known != inside_.end()) return known->second;
  const std::string numbers = StatusLine(outside, "NSpid:");
  const std::size_t last = numbers.find_last_of(" \t");
  const int inside = last == std::string::npos ? 0 : std::atoi(numbers.c_str() + last + 1);
  if (inside != 0) inside_[outside] = inside;
  return inside;
}

sandbox::Result<void> Tracer::SeizeAll(const std::vector<int>& pids) {
  for (const int pid : pids) {
    const auto outside = box_->OutsidePid(pid);
    if (!outside) return outside.error();
    const std::string tasks = "/proc/" + std::to_string(*outside) + "/task";
    for (const int task : ListNumbers(AT_FDCWD, tasks.c_str())) {
      if (!Seize(task, kOptions, box_->reading_user())) {
        return sandbox::ErrnoError("trace process " + std::to_string(pid));
      }
      traced_.insert(task);
    }
  }
  return {};
}

Tracer::~Tracer() {
  for (const int outside : traced_) ::ptrace(PTRACE_INTERRUPT, outside, nullptr, nullptr);
  // Each stops as soon as it runs; one that cannot run (vfork's parent) does so after its child.
  // Who never does is killed.
  const auto patience = sandbox::Deadline::After(std::chrono::seconds(2));
  while (!traced_.empty()) {
    for (const int outside : std::set<int>(traced_)) {
      if (patience.passed()) ::kill(outside, SIGKILL);
      LetGoIfStopped(outside);
    }
    ::sched_yield();
  }
}

void Tracer::LetGoIfStopped(int outside) {
  int status = 0;
  const pid_t waited = ::waitpid(outside, &status, WNOHANG | __WALL);
  if (waited == 0) return;
  if (waited == outside && WIFSTOPPED(status)) {
    const int event = status >> 16;
    // What has just been born is held as well.
    if (IsBirth(event)) traced_.insert(static_cast<int>(EventMessage(outside)));
    const int signal = event == 0 ? WSTOPSIG(status) : 0;
    ::ptrace(PTRACE_DETACH, outside, nullptr, signal);
  }
  traced_.erase(outside);
}

bool Tracer::Pump(const std::function<void(int, int)>& at_exit) {
  bool news = false;
  for (const int outside : std::set<int>(traced_)) {
    int status = 0;
    while (::waitpid(outside, &status, WNOHANG | __WALL) == outside) {
      news = true;
      if (!WIFSTOPPED(status)) {
        traced_.erase(outside);
        break;
      }
      Handle(outside, status, at_exit);
    }
  }
  return news;
}

void Tracer::NoteBirth(int parent_outside, bool is_thread) {
  const auto child = static_cast<int>(EventMessage(parent_outside));
  traced_.insert(child);
  births_.push_back({InsidePid(parent_outside), InsidePid(child), is_thread});
}

void Tracer::Handle(int outside, int status, const std::function<void(int, int)>& at_exit) {
  const int event = status >> 16;
  int signal = 0;
  switch (event) {
    case PTRACE_EVENT_FORK:
    case PTRACE_EVENT_VFORK: NoteBirth(outside, false); break;
    case PTRACE_EVENT_CLONE: {
      const auto child = static_cast<int>(EventMessage(outside));
      NoteBirth(outside, std::atoi(StatusLine(child, "Tgid:").c_str()) != child);
      break;
    }
    case PTRACE_EVENT_EXIT:
      if (std::atoi(StatusLine(outside, "Tgid:").c_str()) == outside) {
        at_exit(InsidePid(outside), static_cast<int>(EventMessage(outside)));
      }
      break;
    case PTRACE_EVENT_STOP: break;
    default: signal = WSTOPSIG(status);  // about to be delivered: let it
  }
  ::ptrace(PTRACE_CONT, outside, nullptr, signal);
}

}  // namespace checker
