#include "sandbox/launch/launcher/box_init.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <vector>

#include "sandbox/launch/launch_message.h"
#include "sandbox/launch/launcher/box_etc.h"
#include "sandbox/launch/launcher/box_network.h"
#include "sandbox/launch/launcher/box_root.h"
#include "sandbox/launch/launcher/copy_tree.h"
#include "sandbox/launch/launcher/failure.h"
#include "sandbox/launch/launcher/memory_watch.h"
#include "sandbox/launch/launcher/port_past.h"
#include "sandbox/launch/launcher/program.h"
#include "sandbox/launch/launcher/started.h"
#include "sandbox/launch/launcher/supervisor.h"
#include "sandbox/launch/launcher/terminal.h"
#include "sandbox/os/pidfd.h"
#include "sandbox/os/proc_fs.h"

namespace sandbox {
namespace {

// The path of the launcher says where on the host the checker is; /proc/1/cmdline can be read by
// all in the box.
void HideCommandLine() {
  std::memset(program_invocation_name, 0, std::strlen(program_invocation_name));
  prctl(PR_SET_NAME, "init", 0, 0, 0);
}

// Until the users of the namespace are mapped.
void AwaitLauncher(int launcher_alive) {
  char byte;
  if (read(launcher_alive, &byte, 1) != 1) Fail("launcher has ended", ESRCH);
}

// The program has the same uid and must find nothing to take in /proc/1.
void BecomeBoxUser() {
  Must("set gid in box", setresgid(kBoxUser, kBoxUser, kBoxUser));
  Must("set uid in box", setresuid(kBoxUser, kBoxUser, kBoxUser));
  Must("become undumpable", prctl(PR_SET_DUMPABLE, 0, 0, 0, 0));
}

// After BecomeBoxUser, which clears the signal. The launcher is outside of the pid namespace:
// getppid() would be 0 in any case, the pipe tells whether it is still there.
void DieWithLauncher(int launcher_alive) {
  Must("set parent-death signal", prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0));
  pollfd entry{.fd = launcher_alive, .events = 0, .revents = 0};
  if (poll(&entry, 1, 0) != 0) Fail("launcher has ended", ESRCH);
}

ProgramPlace PlaceInBox(const LaunchDescriptors& descriptors, const BoxRoot& root,
                        const std::optional<Terminal>& terminal) {
  return {
      .standard_input = terminal ? terminal->slave.get() : descriptors.standard_input.get(),
      .standard_output = descriptors.standard_output.get(),
      .standard_error = descriptors.standard_error.get(),
      .working_dir = root.working_dir.get(),
      .home = kBoxHome,
      .temporary_folder = "/tmp",
      .own_namespaces = true,
      .files = {.readable = {"/"}, .writable = {kBoxHome, "/tmp", "/dev", "/proc"}},
  };
}

// This process has the program's uid, and is not one of those that it may have.
LaunchRequest CountingInit(LaunchRequest request) {
  if (request.numbers.processes != 0) ++request.numbers.processes;
  return request;
}

MemoryWatch WatchMemory(const LaunchNumbers& numbers, const MemoryGroup* group, int proc_dir) {
  const auto others = [proc_dir] {
    std::vector<pid_t> pids = ListPids(proc_dir);
    std::erase(pids, 1);
    return pids;
  };
  return {group != nullptr ? 0 : numbers.memory, {.proc_dir = proc_dir, .processes = others}};
}

[[noreturn]] void Serve(Supervisor& supervisor, MemoryWatch& memory) {
  for (;;) {
    pollfd entries[] = {supervisor.ChildrenEntry(), supervisor.RequestsEntry()};
    if (poll(entries, 2, memory.PollTimeout()) < 0) continue;
    if (memory.LookIfDue()) supervisor.ReportMemoryKill();
    if (entries[0].revents != 0) supervisor.OnChildren();
    if (!supervisor.OnRequests(entries[1].revents)) _exit(0);
  }
}

}  // namespace

void RunInit(const LaunchRequest& request, LaunchDescriptors descriptors, const MemoryGroup* group,
             UniqueFd launcher_alive) {
  int box_socket = descriptors.box_socket.get();
  SetFailureReport(box_socket);
  AwaitLauncher(launcher_alive.get());
  HideCommandLine();
  BecomeBoxUser();
  DieWithLauncher(launcher_alive.get());
  Must("set host name", sethostname("box", 3));
  bool wants_terminal = request.numbers.input == InputKind::kTerminal;
  BoxRoot root = EnterBoxRoot({.disk = request.numbers.disk, .terminals = wants_terminal});
  SetUpNetwork(root.proc_dir.get());
  const UniqueFd port_holder = GivePortItsPast(request);
  std::optional<Terminal> terminal;
  if (wants_terminal) terminal = OpenTerminal("/dev/pts/ptmx");
  // What the submission needs of memory is counted from here on.
  if (group != nullptr) group->Enter();
  if (descriptors.source_dir) CopyTree(descriptors.source_dir.get(), root.working_dir.get());
  Supervisor supervisor(box_socket);
  pid_t program = StartProgram(CountingInit(request), PlaceInBox(descriptors, root, terminal));
  supervisor.set_program(program);
  UniqueFd own_pidfd = OpenPidfd(getpid());
  Must("open pidfd of init", own_pidfd.get());
  ReportStarted(box_socket, program,
                {.proc_dir = root.proc_dir.get(),
                 .working_dir = root.working_dir.get(),
                 .init = own_pidfd.get(),
                 .memory_group = group,
                 .terminal = terminal ? &*terminal : nullptr});
  // The program alone is to hold them: the checker waits for their end-of-file.
  descriptors = LaunchDescriptors{.box_socket = std::move(descriptors.box_socket)};
  terminal.reset();
  MemoryWatch memory = WatchMemory(request.numbers, group, root.proc_dir.get());
  Serve(supervisor, memory);
}

}  // namespace sandbox
