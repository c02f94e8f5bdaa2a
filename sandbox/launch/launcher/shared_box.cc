#include "sandbox/launch/launcher/shared_box.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/launch/launcher/control.h"
#include "sandbox/launch/launcher/copy_tree.h"
#include "sandbox/launch/launcher/failure.h"
#include "sandbox/launch/launcher/kill_descendants.h"
#include "sandbox/launch/launcher/leftovers.h"
#include "sandbox/launch/launcher/memory_group.h"
#include "sandbox/launch/launcher/memory_watch.h"
#include "sandbox/launch/launcher/port_past.h"
#include "sandbox/launch/launcher/program.h"
#include "sandbox/launch/launcher/separate_user.h"
#include "sandbox/launch/launcher/started.h"
#include "sandbox/launch/launcher/supervisor.h"
#include "sandbox/launch/launcher/terminal.h"
#include "sandbox/launch/remove_tree.h"
#include "sandbox/os/proc_fs.h"

namespace sandbox {
namespace {

struct PrivateFolder {
  std::string path;
  UniqueFd working_dir;
};

UniqueFd OpenFolder(const std::string& path) {
  return UniqueFd(
      Must("open " + path, open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)));
}

void MakeOwnFolder(const std::string& path) { Must("mkdir " + path, mkdir(path.c_str(), 0700)); }

// The copy belongs to the program's user from the start: this process takes that identity for files
// while it makes it.
class FileIdentity {
 public:
  explicit FileIdentity(std::optional<uid_t> user) : user_(user) {
    if (!user_) return;
    Must("take gid", setegid(*user_));
    Must("take uid", seteuid(*user_));
  }
  ~FileIdentity() {
    if (!user_) return;
    Must("give uid back", seteuid(0));
    Must("give gid back", setegid(0));
  }
  FileIdentity(const FileIdentity&) = delete;

 private:
  std::optional<uid_t> user_;
};

PrivateFolder MakePrivateFolder(const std::string& parent, std::optional<uid_t> user,
                                int source_dir) {
  PrivateFolder folder{.path = parent + "/checker-box-XXXXXX"};
  if (mkdtemp(folder.path.data()) == nullptr) Fail("make folder in " + parent);
  AtFailure([path = folder.path] { RemoveTree(path); });
  if (user) Must("chown " + folder.path, chown(folder.path.c_str(), *user, *user));
  FileIdentity identity(user);
  MakeOwnFolder(folder.path + "/tmp");
  MakeOwnFolder(folder.path + "/submission");
  folder.working_dir = OpenFolder(folder.path + "/submission");
  if (source_dir >= 0) CopyTree(source_dir, folder.working_dir.get());
  return folder;
}

std::optional<Terminal> MakeTerminal(const LaunchRequest& request, std::optional<uid_t> user) {
  if (request.numbers.input != InputKind::kTerminal) return std::nullopt;
  Terminal terminal = OpenTerminal("/dev/ptmx");
  if (user) Must("chown pseudo-terminal", fchown(terminal.slave.get(), *user, *user));
  return terminal;
}

// The terminals of the checker's user are open to whoever runs as that user. Only its own is there.
void KeepFromOtherTerminals(FileRights& files, const std::optional<Terminal>& terminal) {
  std::erase(files.writable, "/dev/pts");
  char name[64];
  if (terminal && ttyname_r(terminal->slave.get(), name, sizeof name) == 0)
    files.writable.push_back(name);
}

ProgramPlace PlaceOf(const LaunchDescriptors& descriptors, const PrivateFolder& folder,
                     const std::optional<Terminal>& terminal, std::optional<uid_t> user) {
  ProgramPlace place{
      .standard_input = terminal ? terminal->slave.get() : descriptors.standard_input.get(),
      .standard_output = descriptors.standard_output.get(),
      .standard_error = descriptors.standard_error.get(),
      .working_dir = folder.working_dir.get(),
      .home = folder.path,
      .temporary_folder = folder.path + "/tmp",
      .protect = {getpid(), getppid()},  // the checker is the parent
      .user = user,
      .files = HostFiles(),
  };
  place.files.writable.push_back(folder.path);
  if (!user) KeepFromOtherTerminals(place.files, terminal);
  return place;
}

// Without a user of its own the kernel counts the whole login session. The bound is then what runs
// now, the program's share, and room for what else the user may start meanwhile: it stops a bomb,
// and blames nobody who makes none.
LaunchRequest BoundProcesses(LaunchRequest request, std::optional<uid_t> user) {
  constexpr std::uint64_t kRoom = 1024;
  if (user || request.numbers.processes == 0) return request;
  UniqueFd proc_dir = OpenFolder("/proc");
  request.numbers.processes += CountTasksOf(proc_dir.get(), getuid()) + kRoom;
  return request;
}

MemoryWatch WatchMemory(const LaunchNumbers& numbers, const std::optional<MemoryGroup>& group,
                        int proc_dir, std::optional<uid_t> user) {
  const auto descendants = [proc_dir] { return DescendantsOf(proc_dir, getpid()); };
  return {group ? 0 : numbers.memory,
          {.proc_dir = proc_dir, .processes = descendants, .user = user}};
}

void ServeUntilCheckerIsGone(Supervisor& supervisor, MemoryWatch& memory, std::optional<uid_t> user,
                             int control) {
  bool connected = true;
  for (;;) {
    pollfd entries[] = {{.fd = control, .events = POLLIN, .revents = 0},
                        supervisor.ChildrenEntry(),
                        supervisor.RequestsEntry()};
    if (!connected) entries[2].fd = -1;
    if (poll(entries, 3, memory.PollTimeout()) < 0) continue;
    if (memory.LookIfDue()) supervisor.ReportMemoryKill();
    if (entries[1].revents != 0) supervisor.OnChildren();
    if (entries[2].revents != 0) connected = supervisor.OnRequests(entries[2].revents);
    if (entries[0].revents == 0) continue;
    Order order = AwaitOrder(control);
    bool gone = KillDescendants(user, supervisor, Deadline::After(kKillBudget));
    if (order == Order::kCheckerGone) return;
    ReportAllKilled(control, gone ? 0 : ETIMEDOUT);
  }
}

}  // namespace

void RunSharedBox(const LaunchRequest& request, LaunchDescriptors descriptors, int control) {
  SetFailureReport(descriptors.box_socket.get());
  Must("become subreaper", prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));
  // The program may run as the same user: it must not be able to trace this process or to read its
  // memory.
  Must("become undumpable", prctl(PR_SET_DUMPABLE, 0, 0, 0, 0));
  std::optional<uid_t> user;
  if (request.numbers.separate_user != 0) user = SeparateUser();
  umask(022);
  PrivateFolder folder =
      MakePrivateFolder(request.temporary_folder, user, descriptors.source_dir.get());
  std::optional<MemoryGroup> group;
  if (request.numbers.cgroup != 0 && request.numbers.memory != 0)
    group.emplace(request.numbers.memory, request.numbers.tasks);
  std::optional<Terminal> terminal = MakeTerminal(request, user);
  const UniqueFd port_holder = GivePortItsPast(request);
  Supervisor supervisor(descriptors.box_socket.get());
  ProgramPlace place = PlaceOf(descriptors, folder, terminal, user);
  if (group) place.memory_group = &*group;
  pid_t program = StartProgram(BoundProcesses(request, user), place);
  supervisor.set_program(program);
  UniqueFd proc_dir = OpenFolder("/proc");
  ReportStarted(descriptors.box_socket.get(), program,
                {.proc_dir = proc_dir.get(),
                 .working_dir = folder.working_dir.get(),
                 .memory_group = group ? &*group : nullptr,
                 .terminal = terminal ? &*terminal : nullptr});
  descriptors = LaunchDescriptors{.box_socket = std::move(descriptors.box_socket)};
  terminal.reset();
  MemoryWatch memory = WatchMemory(request.numbers, group, proc_dir.get(), user);
  ServeUntilCheckerIsGone(supervisor, memory, user, control);
  if (user) RemoveLeftovers(*user);
  RemoveTree(folder.path);
}

}  // namespace sandbox
