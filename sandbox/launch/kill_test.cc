// Nothing outlives its box, however it forks and whoever dies first.
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <climits>

#include "sandbox/launch/box.h"
#include "sandbox/os/fd_passing.h"
#include "sandbox/os/pidfd.h"
#include "sandbox/os/proc_fs.h"
#include "sandbox/os/readiness.h"
#include "sandbox/testing/box_test_base.h"

namespace sandbox {
namespace {

using KillTest = BoxTest;

std::chrono::milliseconds Elapsed(Deadline::Clock::time_point since) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Deadline::Clock::now() - since);
}

UniqueFd OpenProc() { return UniqueFd(open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC)); }

// The launcher of the only box of this process.
pid_t LauncherOf(pid_t checker) {
  UniqueFd proc = OpenProc();
  for (pid_t pid : DescendantsOf(proc.get(), checker)) {
    if (ParentOf(proc.get(), pid) == checker) return pid;
  }
  return 0;
}

// End-of-file on the program's output means that every process that held it is gone. What the
// program has written is passed over.
bool AwaitSilence(int output) {
  Deadline deadline = Soon();
  char part[65536];
  while (WaitUntilReadable(output, deadline)) {
    ssize_t size = read(output, part, sizeof part);
    if (size == 0) return true;
    if (size < 0 && errno != EAGAIN) return false;
  }
  return false;
}

TEST_P(KillTest, DaemonSurvivesItsParentButNotTheBox) {
  Box box = Start({"./become_daemon"});
  ASSERT_EQ(ReadLine(box.standard_output()), "ready");
  EXPECT_EQ(AwaitEnd(box), Termination(Exited{0}));
  EXPECT_FALSE(box.Processes().value().empty());
  ASSERT_TRUE(box.KillAll());
  EXPECT_TRUE(AwaitSilence(box.standard_output()));
  EXPECT_TRUE(box.Processes().value().empty());
}

TEST_P(KillTest, ForkBombIsBoundedAndKilledInTime) {
  LaunchSpec spec = Spec({"./fork_bomb"});
  spec.limits.processes = 200;
  bool counted = isolated() ? ProbeIsolation().process_limit.on : ProbeIsolation().separate_user.on;
  Box box = Start(spec);
  ASSERT_EQ(ReadLine(box.standard_output()), "full");
  if (counted) {
    EXPECT_LE(box.Processes().value().size(), 200u);
  }
  auto start = Deadline::Clock::now();
  Result<void> killed = box.KillAll();
  EXPECT_TRUE(killed) << killed.error().Text();
  EXPECT_LT(Elapsed(start), std::chrono::seconds(5));
  EXPECT_TRUE(AwaitSilence(box.standard_output()));
}

TEST_P(KillTest, ChainOfForksIsCaught) {
  Box box = Start({"./fork_chain"});
  ASSERT_EQ(ReadLine(box.standard_output()), "ready");
  Result<void> killed = box.KillAll();
  EXPECT_TRUE(killed) << killed.error().Text();
  EXPECT_TRUE(AwaitSilence(box.standard_output()));
}

TEST_P(KillTest, FloodOfOutputDoesNotHinder) {
  Box box = Start({"./flood_output"});
  char part[65536];
  ASSERT_TRUE(WaitUntilReadable(box.standard_output(), Soon()));
  ASSERT_GT(read(box.standard_output(), part, sizeof part), 0);
  EXPECT_TRUE(box.KillAll());
}

TEST_P(KillTest, StoppedProcessesAreKilledToo) {
  Box box = Start({"./wait_for_signal"});
  ReadLine(box.standard_output());
  ASSERT_TRUE(box.Signal(box.pid(), SIGSTOP));
  EXPECT_TRUE(box.KillAll());
  EXPECT_EQ(AwaitEnd(box), Termination(Signaled{SIGKILL}));
}

TEST_P(KillTest, KillingTwiceIsAsGoodAsOnce) {
  Box box = Start({"./wait_for_signal"});
  EXPECT_TRUE(box.KillAll());
  EXPECT_TRUE(box.KillAll());
}

TEST_P(KillTest, EverythingDiesWithTheLauncher) {
  // Without namespaces only the program itself is sure to die with it, and the box says that it
  // proved nothing.
  Box box = Start({isolated() ? "./become_daemon" : "./wait_for_signal"});
  ASSERT_EQ(ReadLine(box.standard_output()), "ready");
  pid_t launcher = LauncherOf(getpid());
  ASSERT_GT(launcher, 0);
  ASSERT_EQ(kill(launcher, SIGKILL), 0);
  EXPECT_TRUE(AwaitSilence(box.standard_output()));
  EXPECT_TRUE(AwaitEnd(box).has_value());
  EXPECT_EQ(box.KillAll().has_value(), isolated());
}

// Another process launches the box, hands out what shows whether it lives, and is killed.
pid_t StartChecker(const LaunchSpec& spec, int socket) {
  pid_t checker = fork();
  if (checker != 0) return checker;
  Result<Box> box = Box::Launch(spec);
  if (!box) _exit(1);
  int numbers[] = {box->standard_output(), box->working_dir()};
  SendWithDescriptors(socket, "", 1, numbers);
  for (;;) pause();
}

TEST_P(KillTest, EverythingDiesWithTheChecker) {
  int ends[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
  UniqueFd ours(ends[0]), theirs(ends[1]);
  pid_t checker = StartChecker(Spec({"./become_daemon"}), theirs.get());
  theirs.Reset();
  std::vector<UniqueFd> received;
  char byte;
  ASSERT_EQ(ReceiveWithDescriptors(ours.get(), &byte, 1, received), 1);
  ASSERT_EQ(received.size(), 2u);
  EXPECT_EQ(ReadLine(received[0].get()), "ready");
  pid_t launcher = LauncherOf(checker);
  UniqueFd launcher_pidfd = OpenPidfd(launcher);
  char folder[PATH_MAX] = {};
  ASSERT_GT(readlink(("/proc/self/fd/" + std::to_string(received[1].get())).c_str(), folder,
                     sizeof folder - 1),
            0);
  kill(checker, SIGKILL);
  waitpid(checker, nullptr, 0);
  EXPECT_TRUE(AwaitSilence(received[0].get()));
  EXPECT_TRUE(WaitUntilReadable(launcher_pidfd.get(), Soon()));
  if (!isolated()) {
    EXPECT_NE(access(folder, F_OK), 0) << folder;
  }
}

RUN_IN_EVERY_KIND_OF_BOX(KillTest);

}  // namespace
}  // namespace sandbox
