#include "checker/drive/live_server.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <set>

#include "checker/probe/proc_tasks.h"
#include "sandbox/os/acting_as.h"

namespace checker {

bool LimitProcess(Session& session, int pid, __rlimit_resource resource, std::uint64_t soft) {
  const auto outside = session.box().OutsidePid(pid);
  rlimit limit{};
  const sandbox::ActingAs its_user(session.box().reading_user());
  if (!outside || ::prlimit(*outside, resource, nullptr, &limit) != 0) return false;
  limit.rlim_cur = std::min<rlim_t>(soft, limit.rlim_max);
  return ::prlimit(*outside, resource, &limit, nullptr) == 0;
}

std::vector<int> HarmlessCaughtSignals(Session& session, int pid) {
  const std::string path = std::to_string(session.Seen().LiveTask(pid)) + "/status";
  const auto status = ReadProcFile(session.box().proc_dir(), path.c_str());
  const std::size_t at = status ? status->find("SigCgt:") : std::string::npos;
  if (at == std::string::npos) return {};
  const std::uint64_t mask = std::strtoull(status->c_str() + at + 7, nullptr, 16);
  std::vector<int> caught;
  for (const int signal : {SIGCHLD, SIGUSR1, SIGUSR2, SIGWINCH, SIGURG, SIGIO, SIGCONT}) {
    if ((mask >> (signal - 1) & 1) != 0) caught.push_back(signal);
  }
  return caught;
}

int LargestPoll(const Observation& seen, int pid) {
  std::uint64_t largest = 0;
  for (const TaskSeen& task : seen.tasks) {
    if (task.pid == pid) largest = std::max(largest, task.poll_entries);
  }
  return static_cast<int>(std::min<std::uint64_t>(largest, std::numeric_limits<int>::max()));
}

int LowestFreeDescriptor(const Observation& seen, int pid) {
  std::set<int> used;
  for (const DescriptorSeen& descriptor : seen.descriptors) {
    if (descriptor.pid == pid) used.insert(descriptor.fd);
  }
  int lowest = 0;
  while (used.contains(lowest)) ++lowest;
  return lowest;
}

}  // namespace checker
