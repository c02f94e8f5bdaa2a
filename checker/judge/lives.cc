#include "checker/judge/lives.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace checker {
namespace {

// A held descriptor: of a client's connection, or of a listening socket (client 0).
using Held = std::tuple<int, int, int>;  // pid, fd, client

std::set<Held> HeldIn(const Observation& seen) {
  std::set<Held> held;
  for (const DescriptorSeen& descriptor : seen.descriptors) {
    const bool client = descriptor.target.kind == Target::Kind::kClient;
    if (!client && !descriptor.target.IsListener()) continue;
    held.insert({descriptor.pid, descriptor.fd, client ? descriptor.target.client % kPartner : 0});
  }
  return held;
}

std::set<Held> Without(const std::set<Held>& these, const std::set<Held>& those) {
  std::set<Held> left;
  std::set_difference(these.begin(), these.end(), those.begin(), those.end(),
                      std::inserter(left, left.end()));
  return left;
}

bool IsAlive(const Observation& seen, const TaskSeen& task) {
  if (task.tid != task.pid) return !task.IsZombie();
  // A leader that has called pthread_exit is a zombie while its process lives.
  return std::any_of(seen.tasks.begin(), seen.tasks.end(), [&task](const TaskSeen& other) {
    return other.pid == task.pid && !other.IsZombie();
  });
}

class Chronicle {
 public:
  explicit Chronicle(const Evidence& evidence) : evidence_(evidence) {}

  Lives Told() {
    for (const Moment& moment : evidence_.moments) Tell(moment.seen);
    return std::move(lives_);
  }

 private:
  void Tell(const Observation& now) {
    const Observation before = first_ ? Observation() : last_;
    TellClients(before, now);
    TellAccepts(before, now);
    TellBirths(now);
    TellDescriptors(before, now);
    TellEnds(now);
    last_ = now;
    first_ = false;
  }

  void Add(const Observation& now, const char* kind, int pid, std::optional<int> fd = {},
           int client = 0) {
    TimelineEvent event{.at_ms = now.at_ms, .kind = kind, .pid = pid, .fd = fd};
    if (client > 0) event.client = client;
    lives_.timeline.push_back(std::move(event));
  }

  void TellClients(const Observation& before, const Observation& now) {
    for (const ClientSeen& client : now.clients) {
      const ClientSeen* known = before.Client(client.client);
      const ClientSeen was = known != nullptr ? *known : ClientSeen();
      const auto add = [&](const char* kind) { Add(now, kind, 0, {}, client.client); };
      if (client.connected && !was.connected) add("connect");
      if (client.bytes_sent > was.bytes_sent) add("send");
      if (client.bytes_received > was.bytes_received) add("receive");
      const bool ended = client.half_closed || client.gone;
      if (ended && !was.half_closed && !was.gone) add("close");
    }
  }

  // Who has taken a connection: the process that was there before; what a child born since holds it
  // has from its parent.
  void TellAccepts(const Observation& before, const Observation& now) {
    for (const ConnectionSeen& connection : now.connections) {
      if (connection.client > kPartner) continue;
      if (!connection.accepted || before.WasAccepted(connection.client)) continue;
      std::optional<Held> taken;
      for (const Held& held : HeldIn(now)) {
        if (std::get<2>(held) != connection.client) continue;
        const bool was_there = index_.contains(std::get<0>(held));
        if (!taken || was_there) taken = held;
        if (was_there) break;
      }
      if (taken) {
        const int pid = AcceptorOf(std::get<0>(*taken), now);
        accepted_.insert({pid, std::get<1>(*taken), connection.client});
        Add(now, "accept", pid, std::get<1>(*taken), connection.client);
      } else if (const std::vector<int> listeners = before.ListenerHolders(); !listeners.empty()) {
        Add(now, "accept", listeners.front(), {}, connection.client);
      }
    }
  }

  int AcceptorOf(int holder, const Observation& now) const {
    const TaskSeen* task = now.Task(holder);
    const bool born_since = !index_.contains(holder);
    const bool accepts_itself = task != nullptr && task->WaitsOnListener();
    return born_since && task != nullptr && task->parent > 0 && !accepts_itself ? task->parent
                                                                                : holder;
  }

  void TellBirths(const Observation& now) {
    for (const TaskSeen& task : now.tasks) {
      if (index_.contains(task.tid)) continue;
      const bool thread = task.tid != task.pid;
      ProcessLife life{.pid = task.pid, .tid = task.tid, .parent = thread ? task.pid : task.parent};
      const bool started = !thread && lives_.processes.empty();
      life.role = started  ? ProcessRole::kServer
                  : first_ ? ProcessRole::kWorker
                  : thread ? ProcessRole::kThread
                           : ProcessRole::kChild;
      life.born_ms = started ? 0 : now.at_ms;
      if (!thread && !index_.contains(life.parent)) life.parent = 0;  // nobody of the server
      index_[task.tid] = lives_.processes.size();
      if (life.parent > 0) Add(now, thread ? "clone" : "fork", life.parent);
      lives_.processes.push_back(life);
    }
  }

  void TellDescriptors(const Observation& before, const Observation& now) {
    std::set<Held> were = HeldIn(before);
    were.insert(accepted_.begin(), accepted_.end());
    accepted_.clear();
    for (const auto& [pid, fd, client] : Without(HeldIn(now), were))
      Add(now, "open", pid, fd, client);
    for (const auto& [pid, fd, client] : Without(were, HeldIn(now)))
      Add(now, "close", pid, fd, client);
  }

  void TellEnds(const Observation& now) {
    for (ProcessLife& life : lives_.processes) {
      const TaskSeen* task = now.Task(life.tid);
      if (task != nullptr && IsAlive(now, *task)) continue;
      if (!life.ended_ms) {
        life.ended_ms = now.at_ms;
        life.exit_status = StatusOf(life, task, now);
        Add(now, "exit", life.tid);
      }
      const bool process = life.tid == life.pid;
      if (task == nullptr && process && !life.reaped_ms) {
        life.reaped_ms = now.at_ms;
        if (life.parent > 0) Add(now, "reap", life.parent);
      }
    }
  }

  std::optional<int> StatusOf(const ProcessLife& life, const TaskSeen* task,
                              const Observation& now) const {
    if (life.tid != life.pid) return std::nullopt;
    if (task != nullptr) return task->exit_status;
    if (life.role == ProcessRole::kServer) return now.end_status;
    for (const ExitSeen& exit : evidence_.exits) {
      if (exit.pid == life.pid) return exit.exit_status;
    }
    return std::nullopt;
  }

  const Evidence& evidence_;
  Observation last_;
  bool first_ = true;
  Lives lives_;
  std::map<int, std::size_t> index_;  // tid -> its place in lives_.processes
  std::set<Held> accepted_;           // told as accepted in this moment
};

}  // namespace

Lives LivesIn(const Evidence& evidence) { return Chronicle(evidence).Told(); }

}  // namespace checker
