// One look at a box: every task, every socket that matters, at about one moment. Two looks that
// agree prove that the server was at rest between them (rest.h).
#pragma once

#include <sys/socket.h>
#include <sys/time.h>

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "checker/probe/proc_tasks.h"
#include "checker/probe/sock_diag.h"
#include "checker/probe/waits.h"
#include "sandbox/launch/box.h"
#include "sandbox/os/result.h"

namespace checker {

// What the client's side knows of its own connection; drive/ fills it in.
struct ClientEnd {
  int client = 0;  // from 1
  sockaddr_storage local{};
  sockaddr_storage peer{};
  bool connecting = false;   // SYN sent, no answer
  bool established = false;  // and not closed by us
  std::uint64_t bytes_sent = 0;
  bool held_by_window = false;  // the rest of it leaves only once the server has read what it has
  bool reads = true;            // takes what the server sends
  bool fin_sent = false;
  bool fin_seen = false;  // end-of-file or reset was read
};

struct TaskLook {
  RawTask raw;
  Wait wait;
  bool endless = false;  // the wait has no end, the socket's own timeout considered
  // It waits for input and gives up after a second or later, or it may be called away by an alarm
  // that nobody can see.
  bool long_input_wait = false;
};

struct ConnectionLook {
  int client = 0;
  std::optional<SocketRow> row;  // the server's side; none: the kernel has no such socket any more
};

struct Look {
  std::chrono::steady_clock::time_point at;
  std::vector<TaskLook> tasks;
  std::vector<SocketRow> listeners;
  std::vector<ConnectionLook> connections;
  // every inode that a client's connection was ever seen with
  std::map<std::uint64_t, int> clients_by_inode;
  // something is on its way between a client and the server, or a dead orphan to the box's init
  bool in_flight = false;

  bool AnyoneAlive() const;
  const ConnectionLook* Connection(int client) const;
};

// Takes looks at one box. Remembers which waits end by what their arguments do not show.
class Looker {
 public:
  explicit Looker(sandbox::Box* box) : box_(box), reader_(box->proc_dir()) {}  // not owned

  sandbox::Result<Look> Take(const std::vector<ClientEnd>& clients);

 private:
  // The end that a wait's arguments do not show.
  struct HiddenEnd {
    enum class Kind { kNone, kReceiveTimeout, kTimer, kAlarm } kind = Kind::kNone;
    bool after_long = false;  // a second or later
  };
  sandbox::Result<void> LookAtListeners(const std::vector<pid_t>& pids, bool nobody_ran);
  void DropStrangers(const std::vector<pid_t>& pids, std::vector<SocketRow>* listeners);
  TaskLook LookAt(RawTask raw);
  HiddenEnd FindHiddenEnd(const RawTask& task, const Wait& wait);
  bool ReadsRunningTimer(const RawTask& task) const;
  bool AlarmMayCome(const RawTask& task, const Wait& wait) const;
  std::optional<timeval> ReceiveTimeout(const RawTask& task) const;
  bool PointsToLongTime(const RawTask& task, std::uint64_t address) const;

  struct WaitKey {
    int tid;
    std::uint64_t start_ticks;
    std::uint64_t times_scheduled;
    auto operator<=>(const WaitKey&) const = default;
  };
  sandbox::Box* box_;
  TaskReader reader_;
  std::map<WaitKey, HiddenEnd> hidden_ends_;
  std::vector<RawTask> tasks_;  // of the last look
  std::vector<SocketRow> listeners_;
  bool listeners_were_read_ = false;
  // By inode; where the network is shared.
  std::set<std::uint64_t> own_listeners_;
  std::set<std::uint64_t> strangers_;
  // A connection that was shut down leaves the socket table while a process may hold its descriptor
  // still.
  std::map<std::uint64_t, int> clients_by_inode_;
};

}  // namespace checker
