#include "checker/probe/look.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "sandbox/os/reading_as.h"

namespace checker {
namespace {

// <netinet/tcp.h> has these names too, but not the newer fields of tcp_info that sock_diag needs.
constexpr int kEstablished = 1;
constexpr int kSynReceived = 3;
constexpr int kFinWait1 = 4;
constexpr int kFinWait2 = 5;
constexpr int kCloseWait = 8;
constexpr int kLastAck = 9;
constexpr int kClosing = 11;
constexpr std::chrono::milliseconds kLongTimeout{1000};

bool QueueIsFull(const std::vector<SocketRow>& listeners) {
  return std::any_of(listeners.begin(), listeners.end(),
                     [](const SocketRow& row) { return row.receive_queue > row.send_queue; });
}

// The server has not read what it has, and so there is no room for the rest. Where it has read all,
// the window is about to open.
bool IsHeldByWindow(const SocketRow& row, const ClientEnd& client) {
  return client.held_by_window && row.receive_queue > 0;
}

// Or as much as there is room for. A FIN counts as one byte in some kernels' bytes_received.
bool AllArrived(const SocketRow& row, const ClientEnd& client) {
  return IsHeldByWindow(row, client) || row.bytes_received == client.bytes_sent ||
         (client.fin_sent && row.bytes_received == client.bytes_sent + 1);
}

// What the server has written and its kernel holds back: until the acknowledgement of what went
// before (Nagle), or until the client's window has opened again. It will come, to a client that
// reads.
bool IsHeldBack(const SocketRow& row, const ClientEnd& client) {
  return row.not_sent > 0 && client.reads && client.established && !client.fin_seen;
}

bool IsInFlight(const ClientEnd& client, const std::optional<SocketRow>& row,
                const std::vector<SocketRow>& listeners) {
  if (client.connecting) return !QueueIsFull(listeners);
  if (!row) return false;
  switch (row->state) {
    case kSynReceived:
      return !QueueIsFull(listeners);  // its last step waits until somebody accepts
    case kEstablished:
      return (client.fin_sent && !IsHeldByWindow(*row, client)) || !AllArrived(*row, client) ||
             IsHeldBack(*row, client);
    case kCloseWait: return !AllArrived(*row, client) || IsHeldBack(*row, client);
    case kFinWait1:
    case kFinWait2:
    case kLastAck:
    case kClosing:
      // The acknowledgement of a FIN may take 40 ms; what counts is whether the client has seen it.
      return !client.fin_seen && client.established;
    default: return false;
  }
}

// A process whose first thread has ended has its descriptors with the others only.
std::string DescriptorsOf(int proc_dir, pid_t pid) {
  for (const int tid : ListNumbers(proc_dir, (std::to_string(pid) + "/task").c_str())) {
    const std::string folder = std::to_string(tid) + "/fd";
    if (!ListNumbers(proc_dir, folder.c_str()).empty()) return folder;
  }
  return std::to_string(pid) + "/fd";
}

void AddSocketsOf(int proc_dir, pid_t pid, std::set<std::uint64_t>* inodes) {
  const std::string folder = DescriptorsOf(proc_dir, pid);
  for (const int fd : ListNumbers(proc_dir, folder.c_str())) {
    const auto link = ReadProcLink(proc_dir, (folder + "/" + std::to_string(fd)).c_str());
    if (link) inodes->insert(SocketInode(*link));
  }
}

// The line "NAME:\t0123abcd" of a task's status: a set of signals. proc_pid_status(5).
bool HasSignal(const std::string& status, const char* name, int signal) {
  const std::size_t at = status.find(name);
  if (at == std::string::npos) return false;
  const std::uint64_t set = std::strtoull(status.c_str() + at + std::strlen(name), nullptr, 16);
  return (set >> (signal - 1) & 1) != 0;
}

bool HasEnded(const TaskLook& task) { return task.raw.state == 'Z' || task.raw.state == 'X'; }

// A dead process whose parent is none of the program's: the box's init, which runs on its own, is
// about to reap it. A leader whose threads live on is not to be reaped yet.
bool InitHasToReap(const std::vector<TaskLook>& tasks, const std::vector<int>& pids) {
  return std::any_of(tasks.begin(), tasks.end(), [&](const TaskLook& task) {
    if (!HasEnded(task) || std::binary_search(pids.begin(), pids.end(), task.raw.parent))
      return false;
    return std::none_of(tasks.begin(), tasks.end(), [&task](const TaskLook& other) {
      return other.raw.pid == task.raw.pid && !HasEnded(other);
    });
  });
}

}  // namespace

bool Look::AnyoneAlive() const { return !std::all_of(tasks.begin(), tasks.end(), HasEnded); }

const ConnectionLook* Look::Connection(int client) const {
  auto found = std::find_if(connections.begin(), connections.end(),
                            [client](const auto& seen) { return seen.client == client; });
  return found == connections.end() ? nullptr : &*found;
}

sandbox::Result<Look> Looker::Take(const std::vector<ClientEnd>& clients) {
  const sandbox::ReadingAs its_user(box_->reading_user());
  Look look;
  look.at = std::chrono::steady_clock::now();
  // Tasks first, sockets second: see rest.h.
  const auto pids = box_->Processes();
  if (!pids) return pids.error();
  std::vector<RawTask> tasks = reader_.Read(*pids, tasks_);
  const bool nobody_ran =
      std::equal(tasks.begin(), tasks.end(), tasks_.begin(), tasks_.end(),
                 [](const RawTask& a, const RawTask& b) { return a.SameAs(b); });
  for (const RawTask& raw : tasks) look.tasks.push_back(LookAt(raw));
  tasks_ = std::move(tasks);
  look.in_flight = InitHasToReap(look.tasks, *pids);
  if (auto listeners = LookAtListeners(*pids, nobody_ran); !listeners) return listeners.error();
  look.listeners = listeners_;
  for (const ClientEnd& client : clients) {
    if (client.local.ss_family == AF_UNSPEC) continue;
    auto row = FindConnection(box_->sock_diag(), client.peer, client.local);
    if (!row) return row.error();
    look.in_flight = look.in_flight || IsInFlight(client, *row, look.listeners);
    if (*row && (*row)->inode != 0) clients_by_inode_[(*row)->inode] = client.client;
    look.connections.push_back({client.client, std::move(*row)});
  }
  look.clients_by_inode = clients_by_inode_;
  return look;
}

// The kernel walks through its whole table to find who listens. Where nobody ran in between these
// are the same as before, and only their queues can have changed.
sandbox::Result<void> Looker::LookAtListeners(const std::vector<pid_t>& pids, bool nobody_ran) {
  if (nobody_ran && listeners_were_read_) {
    auto same = LookAgain(box_->sock_diag(), &listeners_);
    if (!same) return same.error();
    if (*same) return {};
  }
  auto listeners = ListListeners(box_->sock_diag());
  if (!listeners) return listeners.error();
  listeners_ = std::move(*listeners);
  if (!box_->has_own_network()) DropStrangers(pids, &listeners_);
  listeners_were_read_ = true;
  return {};
}

// A listener that no process of the box holds when it is seen is a stranger's for good.
void Looker::DropStrangers(const std::vector<pid_t>& pids, std::vector<SocketRow>* listeners) {
  const auto is_new = [this](const SocketRow& row) {
    return !own_listeners_.contains(row.inode) && !strangers_.contains(row.inode);
  };
  if (std::any_of(listeners->begin(), listeners->end(), is_new)) {
    std::set<std::uint64_t> held;
    for (const pid_t pid : pids) AddSocketsOf(box_->proc_dir(), pid, &held);
    for (const SocketRow& row : *listeners) {
      if (is_new(row)) (held.contains(row.inode) ? own_listeners_ : strangers_).insert(row.inode);
    }
  }
  std::erase_if(*listeners,
                [this](const SocketRow& row) { return !own_listeners_.contains(row.inode); });
}

TaskLook Looker::LookAt(RawTask raw) {
  TaskLook task;
  if (raw.call) task.wait = Classify(*raw.call);
  task.endless = task.wait.endless;
  HiddenEnd end;
  if (raw.state == 'S' && (task.endless || task.wait.timeout_address != 0))
    end = FindHiddenEnd(raw, task.wait);
  if (end.kind != HiddenEnd::Kind::kNone) task.endless = false;
  if (end.kind == HiddenEnd::Kind::kTimer) task.wait.kind = WaitKind::kSleep;
  const bool gives_up =
      task.wait.timeout_ms ? *task.wait.timeout_ms >= kLongTimeout.count() : end.after_long;
  task.long_input_wait = raw.state == 'S' && !task.endless && gives_up &&
                         (task.wait.awaits_input || end.kind == HiddenEnd::Kind::kAlarm);
  task.raw = std::move(raw);
  return task;
}

Looker::HiddenEnd Looker::FindHiddenEnd(const RawTask& task, const Wait& wait) {
  const WaitKey key{task.tid, task.start_ticks, task.times_scheduled};
  if (const auto known = hidden_ends_.find(key); known != hidden_ends_.end()) return known->second;
  HiddenEnd end;
  const bool reads = wait.kind == WaitKind::kReceive || wait.kind == WaitKind::kAccept;
  const auto timeout = reads ? ReceiveTimeout(task) : std::nullopt;
  if (wait.timeout_address != 0) {
    end.after_long = PointsToLongTime(task, wait.timeout_address);
  } else if (timeout) {
    end = {HiddenEnd::Kind::kReceiveTimeout, timeout->tv_sec >= 1};
  } else if (reads && ReadsRunningTimer(task)) {
    end.kind = HiddenEnd::Kind::kTimer;
  } else if (AlarmMayCome(task, wait)) {
    end = {HiddenEnd::Kind::kAlarm, true};
  }
  hidden_ends_.emplace(key, end);
  return end;
}

// The seconds of a timespec or timeval in the task's memory. proc_pid_mem(5).
bool Looker::PointsToLongTime(const RawTask& task, std::uint64_t address) const {
  const std::string path = std::to_string(task.tid) + "/mem";
  const sandbox::UniqueFd memory(::openat(box_->proc_dir(), path.c_str(), O_RDONLY | O_CLOEXEC));
  std::int64_t seconds = 0;
  const auto at = static_cast<off_t>(address);
  if (!memory || ::pread(memory.get(), &seconds, sizeof(seconds), at) != sizeof(seconds))
    return false;
  return seconds >= 1;
}

// timerfd_create(2), proc_pid_fdinfo(5): a timer that does not run has no value.
bool Looker::ReadsRunningTimer(const RawTask& task) const {
  const std::string fd = std::to_string(static_cast<int>(task.call->arguments[0]));
  const std::string process = std::to_string(task.tid);
  const auto link = ReadProcLink(box_->proc_dir(), (process + "/fd/" + fd).c_str());
  if (!link || !link->starts_with("anon_inode:[timerfd]")) return false;
  const auto info = ReadProcFile(box_->proc_dir(), (process + "/fdinfo/" + fd).c_str());
  return info && info->find("it_value: (0, 0)") == std::string::npos;
}

// alarm(2), setitimer(2): no file of /proc says whether one runs, nor how long. Whoever catches
// SIGALRM, or waits for it, is taken to have set one: such a wait is trusted like one with a long
// timeout, and an accusation that rests on it is made again with patience. timer_create(2): a
// process has a list of those (proc_pid_timers(5)). The timers that count processor time stand
// still while nobody runs, and one that nobody catches ends the process.
bool Looker::AlarmMayCome(const RawTask& task, const Wait& wait) const {
  const std::string process = std::to_string(task.tid);
  const auto timers = ReadProcFile(box_->proc_dir(), (process + "/timers").c_str());
  if (timers && !timers->empty()) return true;
  const auto status = ReadProcFile(
      box_->proc_dir(), (process + "/task/" + std::to_string(task.tid) + "/status").c_str());
  if (!status) return false;
  if (HasSignal(*status, "SigCgt:", SIGALRM)) return true;
  return wait.kind == WaitKind::kSignal && HasSignal(*status, "SigBlk:", SIGALRM);
}

// socket(7): SO_RCVTIMEO. None where there is none, or where the host does not let us ask.
std::optional<timeval> Looker::ReceiveTimeout(const RawTask& task) const {
  const auto copy = box_->DuplicateDescriptor(task.pid, static_cast<int>(task.call->arguments[0]));
  timeval timeout{};
  socklen_t size = sizeof(timeout);
  if (!copy || ::getsockopt(copy->get(), SOL_SOCKET, SO_RCVTIMEO, &timeout, &size) != 0)
    return std::nullopt;
  if (timeout.tv_sec == 0 && timeout.tv_usec == 0) return std::nullopt;
  return timeout;
}

}  // namespace checker
