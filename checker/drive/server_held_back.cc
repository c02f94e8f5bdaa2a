#include "checker/drive/server_held_back.h"

#include <fcntl.h>

#include <algorithm>
#include <cstdio>

#include "checker/probe/proc_tasks.h"
#include "checker/probe/sock_diag.h"
#include "sandbox/os/acting_as.h"

namespace checker {
namespace {

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

}  // namespace

ServerHeldBack::ServerHeldBack(Session& session)
    : tasks_(TasksOf(session)), user_(session.box().reading_user()) {
  ::sched_getaffinity(0, sizeof(ours_), &ours_);
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(static_cast<std::size_t>(::sched_getcpu()), &one);
  ::sched_setaffinity(0, sizeof(one), &one);
  // Where we may: then nobody at all runs here but us.
  const sched_param first{.sched_priority = 1};
  ::sched_setscheduler(0, SCHED_FIFO, &first);
  const sched_param none{};
  const sandbox::ActingAs its_user(user_);
  for (OutsideTask& task : tasks_) {
    ::sched_getaffinity(task.task, sizeof(task.processors), &task.processors);
    ::sched_setaffinity(task.task, sizeof(one), &one);
    ::sched_setscheduler(task.task, SCHED_IDLE, &none);
  }
}

ServerHeldBack::~ServerHeldBack() {
  LetTheServerRun();
  const sched_param none{};
  ::sched_setscheduler(0, SCHED_OTHER, &none);
  ::sched_setaffinity(0, sizeof(ours_), &ours_);
}

void ServerHeldBack::LetTheServerRun() {
  const sched_param none{};
  const sandbox::ActingAs its_user(user_);
  for (const OutsideTask& task : tasks_) {
    // Refused to plain users; then this launch stays modest.
    ::sched_setscheduler(task.task, SCHED_OTHER, &none);
    ::sched_setaffinity(task.task, sizeof(task.processors), &task.processors);
  }
}

bool ServersEndIsOpen(Session& session, const ClientEnd& end) {
  constexpr int kEstablished = 1;
  constexpr int kCloseWait = 8;
  const auto row = FindConnection(session.box().sock_diag(), end.peer, end.local);
  return row && *row && ((*row)->state == kEstablished || (*row)->state == kCloseWait);
}

bool ServerHeldBack::NobodyRan() const {
  const auto did_not_run = [](const OutsideTask& task) {
    return task.times_scheduled != 0 && TimesScheduled(task) == task.times_scheduled;
  };
  return !tasks_.empty() && std::all_of(tasks_.begin(), tasks_.end(), did_not_run);
}

}  // namespace checker
