#include "sandbox/launch/launcher/isolated_box.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <optional>
#include <string>

#include "sandbox/launch/launcher/box_etc.h"
#include "sandbox/launch/launcher/box_init.h"
#include "sandbox/launch/launcher/control.h"
#include "sandbox/launch/launcher/failure.h"
#include "sandbox/launch/launcher/memory_group.h"
#include "sandbox/launch/launcher/separate_user.h"
#include "sandbox/os/pidfd.h"

namespace sandbox {
namespace {

constexpr unsigned long kNamespaces =
    CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS;

struct Init {
  pid_t pid = 0;
  UniqueFd pidfd;
};

// clone(2) with the meaning of fork: no stack of its own. clone3 would be as good, but default
// containers refuse it.
Init CloneInit() {
  int pidfd = -1;
  long pid =
      syscall(SYS_clone, kNamespaces | CLONE_PIDFD | SIGCHLD, nullptr, &pidfd, nullptr, nullptr);
  Must("clone namespaces", pid);
  return {static_cast<pid_t>(pid), UniqueFd(pidfd)};
}

void WriteProcFile(pid_t pid, const char* name, const std::string& text) {
  std::string step = std::string("write ") + name;
  std::string path = "/proc/" + std::to_string(pid) + "/" + name;
  UniqueFd file(Must(step, open(path.c_str(), O_WRONLY | O_CLOEXEC)));
  Must(step, write(file.get(), text.data(), text.size()));
}

// One user in the box. Outside it is the checker's own, or with `separate` one that nobody else
// has.
void WriteIdMaps(pid_t init, bool separate) {
  uid_t user = separate ? SeparateUser() : geteuid();
  gid_t group = separate ? static_cast<gid_t>(user) : getegid();
  auto map = [](unsigned outside) {
    return std::to_string(kBoxUser) + " " + std::to_string(outside) + " 1\n";
  };
  WriteProcFile(init, "setgroups", "deny");
  WriteProcFile(init, "uid_map", map(user));
  WriteProcFile(init, "gid_map", map(group));
}

// True once init has ended: by then the kernel has killed and collected every other process of its
// namespace.
bool KillInit(const Init& init, Deadline deadline) {
  SendSignal(init.pidfd.get(), SIGKILL);
  return WaitForChild(init.pidfd.get(), deadline).has_value();
}

void AwaitOrders(const Init& init, int control) {
  bool gone = false;
  for (;;) {
    Order order = AwaitOrder(control);
    if (!gone) gone = KillInit(init, Deadline::After(kKillBudget));
    if (order == Order::kCheckerGone) return;
    ReportAllKilled(control, gone ? 0 : ETIMEDOUT);
  }
}

}  // namespace

void RunIsolatedBox(const LaunchRequest& request, LaunchDescriptors descriptors, int control) {
  bool separate = request.numbers.separate_user != 0;
  if (separate) Must("drop groups", setgroups(0, nullptr));
  int ends[2];
  Must("make pipe to init", pipe2(ends, O_CLOEXEC));
  UniqueFd alive_reader(ends[0]);
  UniqueFd alive_writer(ends[1]);
  std::optional<MemoryGroup> group;
  if (request.numbers.cgroup != 0 && request.numbers.memory != 0)
    group.emplace(request.numbers.memory, request.numbers.tasks);
  Init init = CloneInit();
  if (init.pid == 0) {
    alive_writer.Reset();
    close(control);
    RunInit(request, std::move(descriptors), group ? &*group : nullptr, std::move(alive_reader));
  }
  AtFailure([&init] { KillInit(init, Deadline::After(kKillBudget)); });
  alive_reader.Reset();
  // An init that has failed has said so itself, and a write that fails removes the group.
  signal(SIGPIPE, SIG_IGN);
  WriteIdMaps(init.pid, separate);
  Must("wake init", write(alive_writer.get(), "", 1));
  // From here on init speaks for the box.
  descriptors = LaunchDescriptors{};
  AwaitOrders(init, control);
}

}  // namespace sandbox
