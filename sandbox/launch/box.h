// One untrusted program, launched and contained: a Box.
//
//   Box box = Box::Launch(spec).value();  // the program runs: execve has succeeded
//
//   box.NewSocket(AF_INET)                // a socket inside the box's network
//
//   box.proc_dir()                        // the box's own /proc: its processes and no others
//
//   box.PollEnd()                         // how the started process ended, once it has
//
//   box.KillAll()                         // nothing is left, proved
//
// A Box owns one launcher process (sandbox-launcher, started by Boost.Process), which owns
// everything in the box. When the Box is destroyed, or this process dies, everything in the box is
// killed. Set-up is fail-closed: a step that fails is an Error that names the step, and nothing was
// executed.
//
// Sources: namespaces(7), user_namespaces(7), seccomp(2), landlock(7), pid_namespaces(7), unix(7)
// (SCM_RIGHTS).
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sandbox/launch/isolation.h"
#include "sandbox/os/result.h"
#include "sandbox/os/unique_fd.h"
#include "sandbox/policy/policy.h"

namespace sandbox {

// How a process ended. wait(2).
struct Exited {
  int code = 0;
  bool operator==(const Exited&) const = default;
};
struct Signaled {
  int signal = 0;
  bool operator==(const Signaled&) const = default;
};
using Termination = std::variant<Exited, Signaled>;

// Bounds on one box. Sizes in bytes, 0 = no limit of ours.
struct Limits {
  std::chrono::milliseconds cpu_time{60'000};  // RLIMIT_CPU, each process
  // The whole box. Where no cgroup can be had, the launcher looks every 50 ms.
  std::uint64_t memory = 512ull << 20;
  std::uint64_t file_size = 64ull << 20;  // RLIMIT_FSIZE, each file
  // Working folder, home, /tmp and /dev/shm together, where they are the box's own.
  std::uint64_t disk = 128ull << 20;
  // RLIMIT_NPROC where it counts this box alone; else a generous bound on the whole user.
  int processes = 256;
  int descriptors = 1024;  // RLIMIT_NOFILE, soft and hard
};

enum class StandardInput {
  kTerminal,  // a pseudo-terminal in canonical mode without echo, not the controlling terminal; the
              // Box holds its master side
  kPipe,      // a pipe; the Box holds its write end
  kNull,      // /dev/null (builds)
};

// What happened to a port of the box's network before the program starts.
struct PortPast {
  enum class Kind {
    kNone,
    kTaken,  // somebody else holds it, on every address, as long as the box lives
    // a server of this address has closed a connection a moment ago; needs a network of its own
    kTimeWait,
    // so it has, and its client has not yet: the port is kept alike, and is free with the end of
    // the box
    kHalfClosed,
  };
  Kind kind = Kind::kNone;
  int port = 0;
  std::string address;  // numeric
};

struct LaunchSpec {
  // argv[0]: absolute, or with a slash relative to the working folder, or found in PATH.
  std::vector<std::string> argv;
  // The whole environment, besides PATH HOME TMPDIR LANG, which the box sets if they are not here.
  std::map<std::string, std::string> environment;
  // Open directory whose content (regular files, folders, symbolic links) becomes the working
  // folder, as a private copy that belongs to the program's user. Everything in it must be readable
  // by all; the directory itself may lie under a 0700 one.
  int source_dir = -1;
  Policy policy;        // which system calls; see PolicyBuilder
  Isolation isolation;  // which layers to use: normally ProbeIsolation()
  Limits limits;
  StandardInput standard_input = StandardInput::kTerminal;
  bool merge_stderr = false;  // standard error goes into the pipe of standard output
  bool disable_address_randomization = false;
  PortPast port_past;
};

// A process that ended and was the launched one, or had become an orphan in the box.
struct EndedProcess {
  pid_t pid = 0;  // inside the box
  Termination how;
};

class Box {
 public:
  // Blocks until execve has succeeded: 2 to 3 ms on a machine that is not busy. An Error whose
  // operation begins with "execve " is the program's own fault (not there, not executable, of
  // another architecture); any other is ours or the host's, for example "copy NAME: Permission
  // denied" for a source file that not everybody may read.
  static Result<Box> Launch(const LaunchSpec& spec);
  // The same in two steps, for whoever has other things to do meanwhile: a launch mostly waits for
  // the kernel. Between the two there is nothing but events(), which is readable once AwaitStart()
  // will not block for long.
  static Result<Box> Begin(const LaunchSpec& spec);
  Result<void> AwaitStart();
  Box(Box&&) noexcept;
  Box& operator=(Box&&) noexcept;
  ~Box();  // kills everything
  // The destructor in two steps: everything is being killed from now on, and nothing but HasEnded()
  // may be called any more. Once that is true the destructor does not block.
  void BeginToEnd();
  bool HasEnded() const;

  // The started process: its pid as proc_dir() shows it.
  pid_t pid() const;

  // O_DIRECTORY descriptor of a /proc that shows the box's processes. With a pid namespace it shows
  // no others; else it is the host's and Processes() filters. Owned by the Box.
  int proc_dir() const;

  // As whom to read what /proc keeps for the program's own user (fd, mem, syscall), and to trace
  // and limit it, where that is needed: for a ReadingAs or an ActingAs. nullopt: as ourselves.
  std::optional<uid_t> reading_user() const;

  // Pids (as in proc_dir()) of all processes of the box, zombies included, without those of the
  // sandbox itself. Sorted.
  Result<std::vector<pid_t>> Processes() const;

  // The program's working folder (O_DIRECTORY), also after the program has ended. Owned by the Box.
  int working_dir() const;

  // Non-blocking, close-on-exec TCP socket in the box's network. family: AF_INET or AF_INET6.
  Result<UniqueFd> NewSocket(int family);
  // Whether nobody else's sockets are in the box's network.
  bool has_own_network() const;
  // NETLINK_SOCK_DIAG socket in the box's network; see sock_diag.h. Owned by the Box.
  int sock_diag() const;

  // Our ends, non-blocking. Owned by the Box. standard_input() is -1 for kNull, standard_error() is
  // -1 when merged.
  int standard_input() const;
  int standard_output() const;
  int standard_error() const;
  // stat(2) identity of the program's standard input, to recognise a read on it.
  dev_t standard_input_device() const;
  ino_t standard_input_inode() const;
  // End-of-file for the program: for ever from a pipe; from a terminal for reads that wait and for
  // the next 4,000.
  void CloseStandardInput();

  // Readable (poll(2)) when TakeEnded() and PollEnd() may have news. Owned by the Box: look, do not
  // read.
  int events() const;

  // Processes that ended since the last call. Does not block.
  std::vector<EndedProcess> TakeEnded();
  // How the started process ended; nullopt while it runs. Does not block.
  std::optional<Termination> PollEnd();

  // A pidfd of a process of the box (pid as in proc_dir()), valid in this process: pidfd_open(2) is
  // done by the box's init and the descriptor sent out, since the pid means nothing outside the
  // box's pid namespace.
  Result<UniqueFd> OpenPidfd(pid_t pid);
  // The pid by which this process (the checker) knows that process: for ptrace(2). From the pidfd's
  // fdinfo.
  Result<pid_t> OutsidePid(pid_t pid);
  // A copy of descriptor fd of process pid (pidfd_getfd(2)). Close it soon: while it is open, a
  // close by the program is not the last one. An error where the host forbids it (Docker's
  // default).
  Result<UniqueFd> DuplicateDescriptor(pid_t pid, int fd);

  // How many processes were killed because the memory of the box was used up (a Signaled{SIGKILL}
  // that nobody sent): by the kernel, or where there is no cgroup layer, by the launcher.
  std::uint64_t MemoryKills() const;

  // Sends a signal to one process of the box (pid as in proc_dir()), or to the process group of the
  // started process.
  Result<void> Signal(pid_t pid, int signal);
  Result<void> SignalGroup(int signal);

  // Kills every process of the box and waits until the kernel says that none is left. An error
  // means: not proved within 5 s, and grading must stop.
  Result<void> KillAll();

 private:
  struct State;
  explicit Box(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sandbox
