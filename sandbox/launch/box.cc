#include "sandbox/launch/box.h"

#include <fcntl.h>
#include <linux/limits.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "sandbox/launch/box_state.h"
#include "sandbox/launch/remove_control_group.h"
#include "sandbox/launch/remove_tree.h"
#include "sandbox/launch/standard_streams.h"
#include "sandbox/os/acting_as.h"
#include "sandbox/os/fd_passing.h"
#include "sandbox/os/pidfd.h"
#include "sandbox/os/proc_fs.h"
#include "sandbox/os/readiness.h"

namespace sandbox {
namespace {

constexpr std::chrono::milliseconds kKillBudget{5'000};
// The launcher's own attempt gets kKillBudget; its answer travels a little longer.
constexpr std::chrono::milliseconds kKillAnswerBudget{5'500};

Result<void> OrderKill(int control) {
  Message order{.type = MessageType::kKillAll};
  if (SendWithDescriptors(control, &order, sizeof order, {}) < 0) {
    return ErrnoError("order the box to be killed");
  }
  if (!WaitUntilReadable(control, Deadline::After(kKillAnswerBudget))) {
    return Error("kill box", "no answer in time");
  }
  Message answer;
  std::vector<UniqueFd> none;
  ssize_t size = ReceiveWithDescriptors(control, &answer, sizeof answer, none, MSG_DONTWAIT);
  if (size != sizeof answer || answer.type != MessageType::kAllKilled) {
    return Error("kill box", "sandbox-launcher has ended");
  }
  if (answer.value != 0) return Error("kill box", "processes are left after 5 s");
  return {};
}

// The folder that a box without a mount namespace has got, or nothing.
std::string PrivateFolderOf(int working_dir) {
  char target[PATH_MAX];
  std::string link = "/proc/self/fd/" + std::to_string(working_dir);
  ssize_t size = readlink(link.c_str(), target, sizeof target);
  if (size <= 0) return {};
  std::string path(target, static_cast<std::size_t>(size));
  path.resize(path.rfind('/'));
  return path.find("/checker-box-") == std::string::npos ? std::string() : path;
}

UniqueFd OpenProcess(int proc_dir, pid_t pid) {
  return UniqueFd(
      openat(proc_dir, std::to_string(pid).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

}  // namespace

Box::State::~State() {
  if (launcher.pid == 0) return;
  launcher.control.Reset();  // the launcher kills its box and ends
  std::optional<int> status =
      WaitForChild(launcher.pidfd.get(), Deadline::After(kKillAnswerBudget));
  if (status == 0) return;
  // It has died, or hangs. Init dies with it, and with init the rest.
  SendSignal(launcher.pidfd.get(), SIGKILL);
  WaitForChild(launcher.pidfd.get(), Deadline::After(kKillBudget));
  if (init) {
    SendSignal(init.get(), SIGKILL);
    WaitUntilReadable(init.get(), Deadline::After(kKillBudget));
  }
  if (!memory_group.empty()) RemoveControlGroup(memory_group);
  if (!init && working_dir) {
    std::string folder = PrivateFolderOf(working_dir.get());
    if (!folder.empty()) RemoveTree(folder);
  }
}

Box::Box(std::unique_ptr<State> state) : state_(std::move(state)) {}
Box::Box(Box&&) noexcept = default;
Box& Box::operator=(Box&&) noexcept = default;
Box::~Box() = default;

pid_t Box::pid() const { return state_->program; }
int Box::proc_dir() const { return state_->proc_dir.get(); }
std::optional<uid_t> Box::reading_user() const { return state_->reading_user; }
int Box::working_dir() const { return state_->working_dir.get(); }
bool Box::has_own_network() const { return state_->namespaces; }
int Box::sock_diag() const { return state_->sock_diag.get(); }
int Box::events() const { return state_->supervisor.socket(); }
void Box::BeginToEnd() { state_->launcher.control.Reset(); }
bool Box::HasEnded() const {
  return WaitUntilReadable(state_->launcher.pidfd.get(), Deadline::After({}));
}
int Box::standard_input() const { return state_->standard_input.get(); }
int Box::standard_output() const { return state_->standard_output.get(); }
int Box::standard_error() const { return state_->standard_error.get(); }
dev_t Box::standard_input_device() const { return state_->input_device; }
ino_t Box::standard_input_inode() const { return state_->input_inode; }

Result<std::vector<pid_t>> Box::Processes() const {
  if (state_->all_killed) return std::vector<pid_t>{};
  if (!state_->namespaces) return DescendantsOf(proc_dir(), state_->launcher.pid);
  std::vector<pid_t> pids = state_->pids->List();
  std::erase(pids, 1);  // init is the sandbox's
  return pids;
}

Result<UniqueFd> Box::NewSocket(int family) {
  if (state_->namespaces) return state_->supervisor.NewSocket(family);
  UniqueFd made(socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!made) return ErrnoError("make socket");
  return made;
}

void Box::CloseStandardInput() {
  if (state_->input_kind == StandardInput::kTerminal) {
    SendEndOfFile(state_->standard_input.get());
  } else {
    state_->standard_input.Reset();
  }
}

std::vector<EndedProcess> Box::TakeEnded() { return state_->supervisor.TakeEnded(); }
std::optional<Termination> Box::PollEnd() { return state_->supervisor.PollEnd(); }

Result<void> Box::Signal(pid_t pid, int signal) {
  const std::string operation = "signal process " + std::to_string(pid);
  UniqueFd process = OpenProcess(proc_dir(), pid);
  if (!process) return ErrnoError(operation);
  // Only after it is held can it not become another one.
  Result<std::vector<pid_t>> ours = Processes();
  if (!ours) return ours.error();
  if (!std::binary_search(ours->begin(), ours->end(), pid))
    return Error(operation, "not a process of the box");
  if (SendSignal(process.get(), signal) < 0) return ErrnoError(operation);
  return {};
}

Result<UniqueFd> Box::OpenPidfd(pid_t pid) { return state_->supervisor.OpenPidfd(pid); }

Result<pid_t> Box::OutsidePid(pid_t pid) {
  const std::string operation = "find the outside pid of process " + std::to_string(pid);
  Result<UniqueFd> pidfd = OpenPidfd(pid);
  if (!pidfd) return pidfd.error();
  // proc_pid_fdinfo(5): "Pid:" is the number in the reader's own pid namespace, -1 once it has
  // ended.
  const std::string path = "/proc/self/fdinfo/" + std::to_string(pidfd->get());
  const UniqueFd file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  char text[512];
  const ssize_t size = file ? read(file.get(), text, sizeof text - 1) : -1;
  if (size <= 0) return ErrnoError(operation);
  text[size] = '\0';
  const char* line = std::strstr(text, "\nPid:");
  const pid_t outside =
      line == nullptr ? 0 : static_cast<pid_t>(std::strtol(line + 5, nullptr, 10));
  if (outside <= 0) return Error(operation, "it has ended");
  return outside;
}

Result<int> Box::State::KeptPidfd(pid_t pid) {
  constexpr std::size_t kMostKept = 16;
  if (const auto known = kept_pidfds.find(pid); known != kept_pidfds.end())
    return known->second.get();
  Result<UniqueFd> opened = supervisor.OpenPidfd(pid);
  if (!opened) return opened.error();
  if (kept_pidfds.size() >= kMostKept) kept_pidfds.clear();
  return kept_pidfds.emplace(pid, std::move(*opened)).first->second.get();
}

Result<UniqueFd> Box::DuplicateDescriptor(pid_t pid, int fd) {
  // Twice, for another process may have got the number of one that has ended.
  for (const bool last : {false, true}) {
    Result<int> pidfd = state_->KeptPidfd(pid);
    if (!pidfd) return pidfd.error();
    const ActingAs its_user(reading_user());
    UniqueFd copy(static_cast<int>(syscall(SYS_pidfd_getfd, *pidfd, fd, 0)));
    if (copy) return copy;
    if (errno != ESRCH || last) break;
    state_->kept_pidfds.erase(pid);
  }
  return ErrnoError("copy a descriptor of process " + std::to_string(pid));
}

std::uint64_t Box::MemoryKills() const {
  if (!state_->memory_events) return state_->supervisor.MemoryKills();
  char text[512];
  ssize_t size = pread(state_->memory_events.get(), text, sizeof text - 1, 0);
  if (size <= 0) return 0;
  text[size] = '\0';
  const char* line = std::strstr(text, "oom_kill ");
  return line == nullptr ? 0 : std::strtoull(line + std::strlen("oom_kill "), nullptr, 10);
}

Result<void> Box::SignalGroup(int signal) { return state_->supervisor.SignalGroup(signal); }

Result<void> Box::KillAll() {
  if (state_->all_killed) return {};
  Result<void> killed = OrderKill(state_->launcher.control.get());
  if (!killed && state_->init) {
    // The launcher could not: it dies, with it init, and the end of init proves the end of the
    // rest.
    SendSignal(state_->launcher.pidfd.get(), SIGKILL);
    SendSignal(state_->init.get(), SIGKILL);
    if (WaitUntilReadable(state_->init.get(), Deadline::After(kKillBudget)))
      killed = Result<void>();
  }
  state_->all_killed = killed.has_value();
  return killed;
}

}  // namespace sandbox
