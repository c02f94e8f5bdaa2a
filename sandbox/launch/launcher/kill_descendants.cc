#include "sandbox/launch/launcher/kill_descendants.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "sandbox/launch/launcher/confinement.h"
#include "sandbox/launch/launcher/failure.h"
#include "sandbox/os/pidfd.h"
#include "sandbox/os/proc_fs.h"

namespace sandbox {
namespace {

constexpr std::chrono::milliseconds kKillerBudget{200};

// In a child of its own: takes the program's uid and kills everything that it may signal, except
// itself.
[[noreturn]] void KillEverythingOf(uid_t user) {
  pid_t launcher = getppid();
  SetFailureReport(-1);
  DropIdentity(user);
  // kill(-1) reaches whatever this process may signal: if that includes the launcher, something
  // above went wrong, and the whole host would be hit.
  if (geteuid() != user || kill(launcher, 0) == 0) _exit(1);
  // Once is enough for now: a fork that is under way fails when its process has a signal. Who was
  // killed remains a zombie until the launcher collects it, so "until ESRCH" would be waiting for
  // ourselves.
  kill(-1, SIGKILL);
  _exit(0);
}

void KillByUser(uid_t user) {
  pid_t killer = fork();
  if (killer == 0) KillEverythingOf(user);
  if (killer < 0) return;
  // The program may stop or kill the killer, which has its uid; who comes next round.
  UniqueFd pidfd = OpenPidfd(killer);
  if (WaitForChild(pidfd.get(), Deadline::After(kKillerBudget))) return;
  SendSignal(pidfd.get(), SIGKILL);
  WaitForChild(pidfd.get(), Deadline::After(kKillerBudget));
}

bool DescendsFromThis(int proc_dir, pid_t pid) {
  constexpr int kLongestChain = 32'768;
  for (int i = 0; i < kLongestChain && pid > 1; ++i) {
    if (pid == getpid()) return true;
    pid = ParentOf(proc_dir, pid).value_or(0);
  }
  return false;
}

// The pidfd is opened first and the number looked at again after: if it has become a stranger's in
// between, the signal meets a process that has ended, not the stranger.
void SignalDescendant(int proc_dir, pid_t pid, int signal) {
  UniqueFd pidfd = OpenPidfd(pid);
  if (pidfd && DescendsFromThis(proc_dir, pid)) SendSignal(pidfd.get(), signal);
}

// Stops the whole tree before anything dies: who is stopped does not fork, and a scan that finds
// nobody new has found all.
void KillByScan(Deadline deadline) {
  UniqueFd proc_dir(open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  std::set<pid_t> stopped;
  bool found_new = true;
  while (found_new && !deadline.passed()) {
    found_new = false;
    for (pid_t pid : DescendantsOf(proc_dir.get(), getpid())) {
      if (!stopped.insert(pid).second) continue;
      found_new = true;
      SignalDescendant(proc_dir.get(), pid, SIGSTOP);
    }
  }
  for (pid_t pid : DescendantsOf(proc_dir.get(), getpid()))
    SignalDescendant(proc_dir.get(), pid, SIGKILL);
}

}  // namespace

bool KillDescendants(std::optional<uid_t> user, Supervisor& supervisor, Deadline deadline) {
  for (;;) {
    supervisor.Reap();
    if (!supervisor.has_children()) return true;
    if (deadline.passed()) return false;
    if (user) {
      KillByUser(*user);
    } else {
      KillByScan(deadline);
    }
    // Who was killed ends a moment later.
    pollfd entry = supervisor.ChildrenEntry();
    poll(&entry, 1, std::min(20, deadline.poll_timeout()));
    supervisor.OnChildren();
  }
}

}  // namespace sandbox
