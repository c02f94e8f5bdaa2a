#include "checker/probe/observe.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <map>

#include "checker/probe/poll_sets.h"
#include "sandbox/os/reading_as.h"

namespace checker {
namespace {

constexpr int kEstablished = 1;
constexpr int kSynReceived = 3;
constexpr int kCloseWait = 8;

// Says what a link in /proc/PID/fd refers to.
class TargetReader {
 public:
  TargetReader(const sandbox::Box& box, const Look& look)
      : box_(box), clients_(look.clients_by_inode) {
    for (const SocketRow& row : look.listeners) listeners_.insert(row.inode);
  }

  Target Read(int tid, int fd) const {
    char path[64];
    std::snprintf(path, sizeof(path), "%d/fd/%d", tid, fd);
    Target target;
    const auto link = ReadProcLink(box_.proc_dir(), path);
    if (!link) return target;
    target.link = *link;
    if (const std::uint64_t inode = SocketInode(*link); inode != 0) {
      ClassifySocket(inode, &target);
    } else if (IsStandardInput(path)) {
      target.kind = Target::Kind::kStandardInput;
    } else if (link->starts_with("pipe:")) {
      target.kind = Target::Kind::kPipe;
    } else if (link->starts_with("anon_inode:[timerfd]")) {
      target.kind = Target::Kind::kTimer;
    } else if (link->starts_with("anon_inode:[eventpoll]")) {
      target.kind = Target::Kind::kEpoll;
    } else {
      target.kind = Target::Kind::kOther;
    }
    return target;
  }

 private:
  void ClassifySocket(std::uint64_t inode, Target* target) const {
    if (listeners_.contains(inode)) {
      target->kind = Target::Kind::kListener;
    } else if (const auto client = clients_.find(inode); client != clients_.end()) {
      target->kind = Target::Kind::kClient;
      target->client = client->second;
    } else {
      target->kind = Target::Kind::kOtherSocket;
    }
  }

  bool IsStandardInput(const char* path) const {
    struct stat status {};
    return ::fstatat(box_.proc_dir(), path, &status, 0) == 0 &&
           status.st_ino == box_.standard_input_inode() &&
           status.st_dev == box_.standard_input_device();
  }

  const sandbox::Box& box_;
  const std::map<std::uint64_t, int>& clients_;
  std::set<std::uint64_t> listeners_;
};

using Table = std::map<std::pair<int, int>, Target>;  // by pid and descriptor

// By one of its live tasks: where the first thread has ended nothing can be read by the pid.
void ReadDescriptorsOf(const sandbox::Box& box, const TargetReader& reader, int pid, int tid,
                       Table* table) {
  char path[32];
  std::snprintf(path, sizeof(path), "%d/fd", tid);
  for (const int fd : ListNumbers(box.proc_dir(), path)) (*table)[{pid, fd}] = reader.Read(tid, fd);
}

Table ReadDescriptors(const sandbox::Box& box, const Look& look) {
  const TargetReader reader(box, look);
  Table table;
  int last_pid = 0;
  for (const TaskLook& task : look.tasks) {
    if (task.raw.pid == last_pid || task.raw.state == 'Z' || task.raw.state == 'X') continue;
    last_pid = task.raw.pid;
    ReadDescriptorsOf(box, reader, task.raw.pid, task.raw.tid, &table);
  }
  return table;
}

std::vector<DescriptorSeen> ToDescriptorsSeen(const Table& table) {
  std::vector<DescriptorSeen> seen;
  for (const auto& [key, target] : table) {
    seen.push_back({.pid = key.first, .fd = key.second, .target = target});
  }
  return seen;
}

TaskSeen ToTaskSeen(const sandbox::Box& box, const TaskLook& task, const Table& table) {
  TaskSeen seen;
  seen.pid = task.raw.pid;
  seen.tid = task.raw.tid;
  seen.parent = task.raw.parent;
  seen.state = task.raw.state;
  seen.command = task.raw.command;
  seen.call = std::string(task.wait.name);
  seen.endless = task.endless;
  seen.exit_status = task.raw.exit_status;
  seen.cpu_ns = static_cast<std::int64_t>(task.raw.run_ns);
  if (task.wait.kind == WaitKind::kReceive) seen.wait_length = task.raw.call->arguments[2];
  seen.waits_for_all = seen.call == "recv" && (task.raw.call->arguments[3] & MSG_WAITALL) != 0;
  if (task.wait.has_fd) {
    seen.call_fds.push_back(static_cast<int>(task.raw.call->arguments[0]));
  } else if (task.wait.kind == WaitKind::kPoll) {
    seen.call_fds = ReadPollSet(box.proc_dir(), task.raw);
    if (seen.call == "poll" || seen.call == "ppoll")
      seen.poll_entries = task.raw.call->arguments[1];
  }
  for (const int fd : seen.call_fds) {
    const auto found = table.find({seen.pid, fd});
    seen.waits_on.push_back(found == table.end() ? Target{} : found->second);
  }
  return seen;
}

ConnectionSeen ToConnectionSeen(const ConnectionLook& look, bool ever_accepted) {
  ConnectionSeen seen;
  seen.client = look.client;
  seen.accepted = ever_accepted;
  if (!look.row) return seen;
  switch (look.row->state) {
    case kEstablished: seen.state = ConnectionSeen::State::kEstablished; break;
    case kCloseWait: seen.state = ConnectionSeen::State::kCloseWait; break;
    case kSynReceived: seen.state = ConnectionSeen::State::kSynReceived; break;
    default: seen.state = ConnectionSeen::State::kOther; break;
  }
  seen.inode = look.row->inode;
  seen.accepted = ever_accepted || seen.inode != 0;
  const bool complete = seen.state == ConnectionSeen::State::kEstablished ||
                        seen.state == ConnectionSeen::State::kCloseWait;
  // A socket that its owner has closed has no inode either: it is not in the queue.
  seen.in_queue = complete && !seen.accepted;
  // The client's FIN counts as a byte of the queue until it is read.
  const bool fin_waits =
      seen.state == ConnectionSeen::State::kCloseWait && look.row->receive_queue > 0;
  seen.unread = look.row->receive_queue - (fin_waits ? 1 : 0);
  seen.received = look.row->bytes_received;
  return seen;
}

}  // namespace

Observation Observe(const sandbox::Box& box, const Look& look, const std::set<int>& ever_accepted) {
  const sandbox::ReadingAs its_user(box.reading_user());
  Observation observation;
  const Table table = ReadDescriptors(box, look);
  observation.descriptors = ToDescriptorsSeen(table);
  for (const TaskLook& task : look.tasks) {
    observation.tasks.push_back(ToTaskSeen(box, task, table));
  }
  for (const SocketRow& row : look.listeners) {
    observation.listeners.push_back({.port = row.local_port,
                                     .address = row.local_address,
                                     .inode = row.inode,
                                     .queued = static_cast<int>(row.receive_queue),
                                     .backlog = static_cast<int>(row.send_queue)});
  }
  for (const ConnectionLook& seen : look.connections) {
    observation.connections.push_back(ToConnectionSeen(seen, ever_accepted.contains(seen.client)));
  }
  observation.alive = look.AnyoneAlive();
  return observation;
}

std::vector<DescriptorSeen> ObserveDescriptors(const sandbox::Box& box, const Look& look, int pid) {
  const sandbox::ReadingAs its_user(box.reading_user());
  const TargetReader reader(box, look);
  Table table;
  ReadDescriptorsOf(box, reader, pid, pid, &table);
  return ToDescriptorsSeen(table);
}

}  // namespace checker
