#include "checker/model/observation.h"

#include <algorithm>
#include <set>

namespace checker {
namespace {

template <typename Predicate>
bool Waits(const TaskSeen& task, Predicate matches) {
  return std::any_of(task.waits_on.begin(), task.waits_on.end(), matches);
}

template <typename Predicate>
std::vector<int> PidsHolding(const std::vector<DescriptorSeen>& descriptors, Predicate matches) {
  std::set<int> pids;
  for (const DescriptorSeen& descriptor : descriptors) {
    if (matches(descriptor.target)) pids.insert(descriptor.pid);
  }
  return {pids.begin(), pids.end()};
}

}  // namespace

bool TaskSeen::WaitsOnListener() const {
  return Waits(*this, [](const Target& target) { return target.IsListener(); });
}

bool TaskSeen::WaitsOnClient(int client) const {
  return Waits(*this, [client](const Target& target) { return target.IsClient(client); });
}

bool TaskSeen::WaitsOnStandardInput() const {
  return Waits(*this,
               [](const Target& target) { return target.kind == Target::Kind::kStandardInput; });
}

bool Observation::AsksOperator() const {
  return std::any_of(tasks.begin(), tasks.end(),
                     [](const TaskSeen& task) { return task.WaitsOnStandardInput(); });
}

bool Observation::ListensTo(int client) const {
  return std::any_of(tasks.begin(), tasks.end(),
                     [client](const TaskSeen& task) { return task.WaitsOnClient(client); });
}

bool Observation::WasAccepted(int client) const {
  const ConnectionSeen* connection = Connection(client);
  return connection != nullptr && connection->accepted;
}

const ConnectionSeen* Observation::Connection(int client) const {
  auto found = std::find_if(connections.begin(), connections.end(),
                            [client](const auto& seen) { return seen.client == client; });
  return found == connections.end() ? nullptr : &*found;
}

const ClientSeen* Observation::Client(int client) const {
  auto found = std::find_if(clients.begin(), clients.end(),
                            [client](const auto& seen) { return seen.client == client; });
  return found == clients.end() ? nullptr : &*found;
}

const TaskSeen* Observation::Task(int tid) const {
  auto found =
      std::find_if(tasks.begin(), tasks.end(), [tid](const auto& task) { return task.tid == tid; });
  return found == tasks.end() ? nullptr : &*found;
}

int Observation::LiveTask(int pid) const {
  auto found = std::find_if(tasks.begin(), tasks.end(), [pid](const auto& task) {
    return task.pid == pid && !task.IsZombie();
  });
  return found == tasks.end() ? pid : found->tid;
}

std::vector<int> Observation::Holders(int client) const {
  return PidsHolding(descriptors,
                     [client](const Target& target) { return target.IsClient(client); });
}

std::vector<int> Observation::ListenerHolders() const {
  return PidsHolding(descriptors, [](const Target& target) { return target.IsListener(); });
}

std::vector<const TaskSeen*> Observation::Zombies() const {
  std::vector<const TaskSeen*> zombies;
  for (const TaskSeen& task : tasks) {
    // A leader that called pthread_exit is a zombie while its threads live on: no zombie process.
    const bool has_live_thread = std::any_of(
        tasks.begin(), tasks.end(),
        [&](const TaskSeen& other) { return other.pid == task.pid && !other.IsZombie(); });
    if (task.tid == task.pid && task.IsZombie() && !has_live_thread) zombies.push_back(&task);
  }
  return zombies;
}

std::vector<int> Observation::LivePids() const {
  std::set<int> pids;
  for (const TaskSeen& task : tasks) {
    if (!task.IsZombie()) pids.insert(task.pid);
  }
  return {pids.begin(), pids.end()};
}

}  // namespace checker
