// What was seen of a running server at one moment: its tasks, what each waits for, who holds which
// socket, and each of our clients' connections as the kernel has them. Values without I/O;
// checker/probe makes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace checker {

// Where a server begins only once several clients are there, a client comes with partners: client
// n's first one has the number n + kPartner, the second n + 2 * kPartner. Partners are found among
// connections and descriptors, not among clients.
constexpr int kPartner = 1'000'000;

// What a descriptor of the server refers to.
struct Target {
  enum class Kind {
    kNone,
    kListener,
    kClient,
    kOtherSocket,
    kStandardInput,
    kPipe,
    kTimer,
    kEpoll,
    kOther
  };
  Kind kind = Kind::kNone;
  int client = 0;    // kClient: which of our clients, counted from 1
  std::string link;  // what /proc/PID/fd/N says

  bool IsListener() const { return kind == Kind::kListener; }
  bool IsClient(int n) const { return kind == Kind::kClient && client == n; }
};

struct DescriptorSeen {
  int pid = 0;
  int fd = 0;
  Target target;
  bool close_on_exec = false;
};

// One thread; the first of a process has tid == pid. proc_pid_stat(5), proc_pid_syscall(5).
struct TaskSeen {
  int pid = 0;
  int tid = 0;
  int parent = 0;    // pid of the process's parent; 0 when it is outside the box
  char state = '?';  // R S D T t Z X
  std::string command;
  // the system call it sleeps in ("accept"), "" when it does not sleep in one
  std::string call;
  // the descriptors it waits on: one for accept and recv, several for poll, select, epoll
  std::vector<int> call_fds;
  std::vector<Target> waits_on;    // their targets, same order
  bool endless = false;            // the wait has no end of its own
  std::uint64_t wait_length = 0;   // a read or recv: how many bytes it asks for
  std::uint64_t poll_entries = 0;  // a poll: how many its set has, unused ones too
  bool waits_for_all = false;      // and it returns no sooner: recv(2), MSG_WAITALL
  int exit_status = 0;             // zombies: as wait(2) gives it
  std::int64_t cpu_ns = 0;

  bool IsZombie() const { return state == 'Z' || state == 'X'; }
  bool WaitsOnListener() const;
  bool WaitsOnClient(int client) const;
  bool WaitsOnStandardInput() const;  // blocked in a read on it
};

struct ListenerSeen {
  int port = 0;
  std::string address;
  std::uint64_t inode = 0;
  int queued = 0;   // connections that wait to be accepted
  int backlog = 0;  // the limit
};

// The server's side of one client's connection.
struct ConnectionSeen {
  enum class State { kGone, kSynReceived, kEstablished, kCloseWait, kOther };
  int client = 0;
  State state = State::kGone;
  bool accepted = false;  // now or ever: a task has had it
  bool in_queue = false;  // complete, and not accepted yet
  std::uint64_t inode = 0;
  std::uint32_t unread = 0;    // bytes that the server has not taken yet
  std::uint64_t received = 0;  // bytes that arrived at the server's kernel
};

// What the client itself did and got.
struct ClientSeen {
  int client = 0;
  bool connected = false;
  bool refused = false;
  std::uint64_t bytes_sent = 0;
  std::string received;  // the first 64 KiB
  std::uint64_t bytes_received = 0;
  bool eof = false;  // the server's FIN was read
  bool reset = false;
  bool half_closed = false;  // we sent FIN
  bool gone = false;         // we closed or reset
};

// Why the wait that led to an observation ended.
enum class Settled {
  kReached,    // what was waited for came
  kQuiescent,  // nobody runs, nobody will without us: the server is done with what it was given
  kPeriodic,   // the same, but for polls that come back empty again and again
  kSpinning,   // somebody burns processor time and nothing else happens
  kWaking,     // somebody sleeps and wakes and makes no progress
  kEnded,      // no process is left
  kBackstop,   // the deadline of the wait
};

struct Observation {
  int at_ms = 0;  // since the server was launched
  Settled settled = Settled::kReached;
  std::vector<TaskSeen> tasks;  // by pid, tid; zombies included
  std::vector<DescriptorSeen> descriptors;
  std::vector<ListenerSeen> listeners;
  std::vector<ConnectionSeen> connections;  // by client
  std::vector<ClientSeen> clients;          // by client
  bool alive = false;                       // some process is left that is no zombie
  // of the started process, as wait(2) gives it, once it has ended
  std::optional<int> end_status;
  std::string output_tail;  // the last of standard output and error

  // A state in which nothing further will happen by itself.
  bool AtRest() const {
    return settled == Settled::kQuiescent || settled == Settled::kPeriodic ||
           settled == Settled::kEnded;
  }
  // Somebody runs or wakes for ever without getting anywhere.
  bool Burns() const { return settled == Settled::kSpinning || settled == Settled::kWaking; }
  bool Decided() const { return AtRest() || Burns(); }
  // A task is blocked in a read of the server's standard input: it waits for the person at the
  // keyboard.
  bool AsksOperator() const;
  // A task is blocked in a call that this client's bytes, or its end, would end.
  bool ListensTo(int client) const;
  bool WasAccepted(int client) const;
  const ConnectionSeen* Connection(int client) const;
  const ClientSeen* Client(int client) const;
  const TaskSeen* Task(int tid) const;
  // A live task of this process, the first one if that lives; the pid where none does.
  int LiveTask(int pid) const;
  std::vector<int> Holders(int client) const;  // pids that hold the client's connection
  std::vector<int> ListenerHolders() const;    // pids that hold a listening socket
  std::vector<const TaskSeen*> Zombies() const;
  std::vector<int> LivePids() const;
};

}  // namespace checker
