#include "checker/drive/ordered_burst.h"

#include <fcntl.h>
#include <sched.h>

#include <algorithm>
#include <cstdio>

#include "checker/drive/nonce.h"
#include "checker/probe/proc_tasks.h"

namespace checker {
namespace {

// A task of the server, by the numbers that we know it by.
struct OutsideTask {
  int process = 0;
  int task = 0;
  std::uint64_t times_scheduled = 0;
  cpu_set_t processors{};
};

std::uint64_t TimesScheduled(const OutsideTask& task) {
  char path[64];
  std::snprintf(path, sizeof(path), "/proc/%d/task/%d/schedstat", task.process, task.task);
  RawTask raw;
  const auto text = ReadProcFile(AT_FDCWD, path);
  return text && ParseSchedstat(*text, &raw) ? raw.times_scheduled : 0;
}

std::vector<OutsideTask> TasksOf(Session& session) {
  std::vector<OutsideTask> tasks;
  for (const int pid : session.Seen().LivePids()) {
    const auto outside = session.box().OutsidePid(pid);
    if (!outside) continue;
    const std::string folder = "/proc/" + std::to_string(*outside) + "/task";
    for (const int tid : ListNumbers(AT_FDCWD, folder.c_str())) {
      OutsideTask task{.process = *outside, .task = tid};
      task.times_scheduled = TimesScheduled(task);
      tasks.push_back(task);
    }
  }
  return tasks;
}

// While it lives the server's tasks run only where and when we do not. What the host refuses shows
// in NobodyRan().
class ServerHeldBack {
 public:
  explicit ServerHeldBack(std::vector<OutsideTask> tasks) : tasks_(std::move(tasks)) {
    ::sched_getaffinity(0, sizeof(ours_), &ours_);
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(static_cast<std::size_t>(::sched_getcpu()), &one);
    ::sched_setaffinity(0, sizeof(one), &one);
    // Where we may: then nobody at all runs here but us.
    const sched_param first{.sched_priority = 1};
    ::sched_setscheduler(0, SCHED_FIFO, &first);
    const sched_param none{};
    for (OutsideTask& task : tasks_) {
      ::sched_getaffinity(task.task, sizeof(task.processors), &task.processors);
      ::sched_setaffinity(task.task, sizeof(one), &one);
      ::sched_setscheduler(task.task, SCHED_IDLE, &none);
    }
  }
  ServerHeldBack(const ServerHeldBack&) = delete;
  ~ServerHeldBack() {
    const sched_param none{};
    for (const OutsideTask& task : tasks_) {
      // Refused to plain users; then this launch stays modest.
      ::sched_setscheduler(task.task, SCHED_OTHER, &none);
      ::sched_setaffinity(task.task, sizeof(task.processors), &task.processors);
    }
    ::sched_setscheduler(0, SCHED_OTHER, &none);
    ::sched_setaffinity(0, sizeof(ours_), &ours_);
  }

  bool NobodyRan() const {
    return std::all_of(tasks_.begin(), tasks_.end(), [](const OutsideTask& task) {
      return task.times_scheduled != 0 && TimesScheduled(task) == task.times_scheduled;
    });
  }

 private:
  std::vector<OutsideTask> tasks_;
  cpu_set_t ours_{};
};

void Part(Session& session, int client, Parting parting) {
  if (parting == Parting::kFinThenReset) session.HalfClose(client);
  session.Reset(client);
}

}  // namespace

Task<bool> LeaveBeforeTheReply(Session& session, int client, Parting parting) {
  const std::vector<std::string> parts = session.facts().exchange->parts;
  const std::string nonce = session.FreshNonce();
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    session.SendBytes(client, WithNonce(parts[i], nonce));
    co_await session.Rest();
  }
  const std::vector<OutsideTask> tasks = TasksOf(session);
  const ServerHeldBack held_back(tasks);
  session.SendBytes(client, WithNonce(parts.back(), nonce));
  Part(session, client, parting);
  co_return !tasks.empty() && held_back.NobodyRan();
}

Task<bool> ComeAndLeave(Session& session, Parting parting) {
  co_await session.Rest();
  const std::vector<OutsideTask> tasks = TasksOf(session);
  const ServerHeldBack held_back(tasks);
  const std::vector<int> clients = session.ConnectAtOnce(1);
  Part(session, clients.front(), parting);
  co_return !tasks.empty() && held_back.NobodyRan();
}

}  // namespace checker
