#include "checker/drive/stuck_server.h"

#include <algorithm>

#include "checker/probe/own_frame.h"

namespace checker {
namespace {

bool SomebodyIsQueued(const Observation& seen) {
  return std::any_of(seen.connections.begin(), seen.connections.end(),
                     [](const ConnectionSeen& connection) { return connection.in_queue; });
}

bool TalksToAClient(const TaskSeen& task) {
  return std::any_of(task.waits_on.begin(), task.waits_on.end(),
                     [](const Target& target) { return target.kind == Target::Kind::kClient; });
}

// The only task of a process, or of several the only one that does not talk to a client; nullptr
// where there is none such.
const TaskSeen* TaskThatShouldAccept(const Observation& seen, int pid) {
  std::vector<const TaskSeen*> tasks;
  for (const TaskSeen& task : seen.tasks) {
    if (task.pid == pid && !task.IsZombie()) tasks.push_back(&task);
  }
  if (tasks.size() > 1)
    std::erase_if(tasks, [](const TaskSeen* task) { return TalksToAClient(*task); });
  return tasks.size() == 1 ? tasks.front() : nullptr;
}

}  // namespace

void NoteWhereItSleeps(Session& session) {
  const Observation& seen = session.Seen();
  const bool accepts = std::any_of(seen.tasks.begin(), seen.tasks.end(),
                                   [](const TaskSeen& task) { return task.WaitsOnListener(); });
  if (!seen.AtRest() || !SomebodyIsQueued(seen) || accepts) return;
  const int pid = session.box().pid();
  const std::vector<int> holders = seen.ListenerHolders();
  const TaskSeen* task = TaskThatShouldAccept(seen, pid);
  if (task == nullptr || std::find(holders.begin(), holders.end(), pid) == holders.end()) return;
  const auto address = OwnReturnAddress(session.box(), task->tid, session.program());
  if (address) session.Count(kSleepsAt, static_cast<std::int64_t>(*address));
}

}  // namespace checker
