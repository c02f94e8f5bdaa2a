// Box::Launch: from a LaunchSpec to a running program.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "sandbox/launch/box.h"
#include "sandbox/launch/box_state.h"
#include "sandbox/launch/launch_request.h"
#include "sandbox/launch/standard_streams.h"
#include "sandbox/os/fd_passing.h"

namespace sandbox {
namespace {

// For the copy of a large source folder on a busy machine; a usual launch takes 3 ms.
constexpr std::chrono::milliseconds kStartBudget{20'000};

struct Streams {
  Pipe output;
  std::optional<Pipe> error;
  std::optional<Pipe> input;
};

bool UsesNamespaces(const Isolation& isolation) {
  return isolation.user_namespace.on && isolation.pid_namespace.on &&
         isolation.mount_namespace.on && isolation.network_namespace.on;
}

LaunchNumbers NumbersOf(const LaunchSpec& spec) {
  const Isolation& isolation = spec.isolation;
  LaunchNumbers numbers;
  numbers.namespaces = UsesNamespaces(isolation);
  numbers.seccomp = isolation.seccomp.on;
  numbers.landlock = isolation.landlock.on;
  numbers.cgroup = isolation.cgroup.on;
  numbers.separate_user = isolation.separate_user.on;
  numbers.no_new_privs = isolation.no_new_privs.on;
  numbers.has_source_dir = spec.source_dir >= 0;
  numbers.merge_stderr = spec.merge_stderr;
  numbers.disable_address_randomization = spec.disable_address_randomization;
  numbers.input = static_cast<InputKind>(spec.standard_input);
  numbers.port_past = static_cast<PortPastKind>(spec.port_past.kind);
  numbers.port = static_cast<std::uint32_t>(spec.port_past.port);
  numbers.cpu_seconds = static_cast<std::uint64_t>(
      std::chrono::ceil<std::chrono::seconds>(spec.limits.cpu_time).count());
  numbers.memory = spec.limits.memory;
  numbers.file_size = spec.limits.file_size;
  numbers.disk = spec.limits.disk;
  bool counts_others = numbers.namespaces != 0 && !isolation.process_limit.on;
  numbers.processes = counts_others ? 0 : static_cast<std::uint64_t>(spec.limits.processes);
  constexpr std::uint64_t kSandboxOwn = 2;  // init, and the program before it is one
  if (spec.limits.processes != 0)
    numbers.tasks = static_cast<std::uint64_t>(spec.limits.processes) + kSandboxOwn;
  numbers.descriptors = static_cast<std::uint64_t>(spec.limits.descriptors);
  return numbers;
}

LaunchRequest RequestOf(const LaunchSpec& spec) {
  static_assert(
      static_cast<int>(PortPastKind::kTaken) == static_cast<int>(PortPast::Kind::kTaken) &&
      static_cast<int>(PortPastKind::kTimeWait) == static_cast<int>(PortPast::Kind::kTimeWait) &&
      static_cast<int>(PortPastKind::kHalfClosed) == static_cast<int>(PortPast::Kind::kHalfClosed));
  static_assert(static_cast<int>(InputKind::kTerminal) ==
                    static_cast<int>(StandardInput::kTerminal) &&
                static_cast<int>(InputKind::kPipe) == static_cast<int>(StandardInput::kPipe) &&
                static_cast<int>(InputKind::kNull) == static_cast<int>(StandardInput::kNull));
  const char* temporary_folder = std::getenv("TMPDIR");
  LaunchRequest request{.numbers = NumbersOf(spec),
                        .temporary_folder = temporary_folder != nullptr ? temporary_folder : "/tmp",
                        .argv = spec.argv,
                        .port_address = spec.port_past.address};
  for (const auto& [name, value] : spec.environment)
    request.environment.push_back(name + "=" + value);
  if (spec.policy.bpf) {
    request.bpf.assign(reinterpret_cast<const char*>(spec.policy.bpf->data()),
                       spec.policy.bpf->size());
  }
  return request;
}

Result<UniqueFd> WriteMemfd(const std::string& bytes) {
  UniqueFd file(memfd_create("launch", MFD_CLOEXEC));
  if (!file) return ErrnoError("make memfd");
  std::size_t done = 0;
  while (done < bytes.size()) {
    ssize_t size = write(file.get(), bytes.data() + done, bytes.size() - done);
    if (size < 0) return ErrnoError("write memfd");
    done += static_cast<std::size_t>(size);
  }
  return file;
}

Result<Streams> MakeStreams(const LaunchSpec& spec) {
  Streams streams;
  Result<Pipe> output = MakeOutputPipe();
  if (!output) return output.error();
  streams.output = std::move(*output);
  if (!spec.merge_stderr) {
    Result<Pipe> error = MakeOutputPipe();
    if (!error) return error.error();
    streams.error = std::move(*error);
  }
  if (spec.standard_input == StandardInput::kPipe) {
    Result<Pipe> input = MakeInputPipe();
    if (!input) return input.error();
    streams.input = std::move(*input);
  }
  return streams;
}

Result<void> SendLaunch(const LaunchSpec& spec, const Streams& streams, int control,
                        int box_socket) {
  Result<UniqueFd> request = WriteMemfd(Encode(RequestOf(spec)));
  if (!request) return request.error();
  std::vector<int> numbers{request->get(), box_socket, streams.output.theirs.get()};
  if (streams.error) numbers.push_back(streams.error->theirs.get());
  if (streams.input) numbers.push_back(streams.input->theirs.get());
  if (spec.source_dir >= 0) numbers.push_back(spec.source_dir);
  Message message{.type = MessageType::kLaunch};
  if (SendWithDescriptors(control, &message, sizeof message, numbers) < 0)
    return ErrnoError("send launch");
  return {};
}

}  // namespace

// Puts what the supervisor has handed out into its place; see kStarted.
Result<void> Box::State::Adopt(SupervisorClient::Started started) {
  memory_group = std::move(started.memory_group);
  std::size_t expected = 3u + (namespaces ? 1 : 0) + (memory_group.empty() ? 0 : 1) +
                         (input_kind == StandardInput::kTerminal ? 2 : 0);
  if (started.descriptors.size() != expected) return Error("start box", "descriptors are missing");
  std::size_t next = 0;
  auto take = [&] { return std::move(started.descriptors[next++]); };
  program = started.program;
  proc_dir = take();
  pids.emplace(proc_dir.get());
  working_dir = take();
  sock_diag = take();
  if (namespaces) init = take();
  if (!memory_group.empty()) memory_events = take();
  if (input_kind == StandardInput::kTerminal) {
    standard_input = take();
    terminal_slave = take();
    if (fcntl(standard_input.get(), F_SETFL, O_RDWR | O_NONBLOCK) < 0)
      return ErrnoError("make terminal non-blocking");
  }
  struct stat folder;
  if (fstat(working_dir.get(), &folder) < 0) return ErrnoError("look at working folder");
  // With namespaces root has rights enough over them; a container's root has not.
  if (!namespaces && folder.st_uid != geteuid()) reading_user = folder.st_uid;
  int known = terminal_slave ? terminal_slave.get() : standard_input.get();
  struct stat info;
  if (known >= 0) {
    if (fstat(known, &info) < 0) return ErrnoError("look at standard input");
    input_device = info.st_dev;
    input_inode = info.st_ino;
  }
  return {};
}

Result<Box> Box::Begin(const LaunchSpec& spec) {
  CHECK_INVARIANT(!spec.argv.empty());
  Result<Streams> streams = MakeStreams(spec);
  if (!streams) return streams.error();
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
    return ErrnoError("make box socket");
  UniqueFd ours(ends[0]);
  UniqueFd theirs(ends[1]);
  Result<LauncherProcess> launcher = StartLauncher();
  if (!launcher) return launcher.error();
  auto state = std::make_unique<State>(std::move(*launcher), std::move(ours));
  state->namespaces = UsesNamespaces(spec.isolation);
  state->input_kind = spec.standard_input;
  Box box(std::move(state));  // from here on a failure ends the launcher
  State& made = *box.state_;
  Result<void> sent = SendLaunch(spec, *streams, made.launcher.control.get(), theirs.get());
  if (!sent) return sent.error();
  theirs.Reset();
  made.standard_output = std::move(streams->output.ours);
  if (streams->error) made.standard_error = std::move(streams->error->ours);
  if (streams->input) made.standard_input = std::move(streams->input->ours);
  *streams = Streams{};  // the program alone is to hold their ends
  return box;
}

Result<void> Box::AwaitStart() {
  Result<SupervisorClient::Started> started =
      state_->supervisor.AwaitStart(Deadline::After(kStartBudget));
  if (!started) return started.error();
  return state_->Adopt(std::move(*started));
}

Result<Box> Box::Launch(const LaunchSpec& spec) {
  Result<Box> box = Begin(spec);
  if (!box) return box;
  Result<void> started = box->AwaitStart();
  if (!started) return started.error();
  return box;
}

}  // namespace sandbox
