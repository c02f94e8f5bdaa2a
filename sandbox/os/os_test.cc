// The wrappers for kernel objects.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <thread>

#include "sandbox/os/acting_as.h"
#include "sandbox/os/deadline.h"
#include "sandbox/os/fd_passing.h"
#include "sandbox/os/pidfd.h"
#include "sandbox/os/proc_fs.h"
#include "sandbox/os/readiness.h"
#include "sandbox/os/reading_as.h"
#include "sandbox/os/result.h"

namespace sandbox {
namespace {

using std::chrono::milliseconds;

TEST(DeadlineTest, NeverHasLessThanNothingLeft) {
  Deadline past{Deadline::Clock::now() - std::chrono::seconds(1)};
  EXPECT_TRUE(past.passed());
  EXPECT_EQ(past.remaining(), milliseconds(0));
  EXPECT_EQ(past.poll_timeout(), 0);
}

TEST(DeadlineTest, RoundsUp) {
  Deadline soon{Deadline::Clock::now() + std::chrono::microseconds(1'500'000)};
  EXPECT_GT(soon.remaining(), milliseconds(1'000));
}

TEST(ReadinessTest, EndOfFileIsReadable) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  UniqueFd reader(ends[0]), writer(ends[1]);
  EXPECT_FALSE(WaitUntilReadable(reader.get(), Deadline::After(milliseconds(1))));
  writer.Reset();
  EXPECT_TRUE(WaitUntilReadable(reader.get(), Deadline::After(milliseconds(1'000))));
}

// The ids of a thread as the kernel has them.
std::string IdsOf(pid_t tid) {
  const std::string path = "/proc/self/task/" + std::to_string(tid) + "/status";
  std::ifstream file(path);
  std::string ids;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("Uid:") || line.starts_with("Gid:") || line.starts_with("CapEff:")) {
      ids += line + "\n";
    }
  }
  return ids;
}

TEST(ActingAsTest, OnlyThisThreadIsAnotherUserAndOnlyMeanwhile) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can become another user";
  constexpr uid_t kSomebody = 61'235;
  const std::string before = IdsOf(gettid());
  std::string meanwhile, other_thread, after;
  std::thread([&] {
    {
      const ActingAs somebody(kSomebody);
      meanwhile = std::to_string(getuid()) + " " + std::to_string(geteuid()) + " " +
                  std::to_string(getgid()) + " " + std::to_string(getegid());
      other_thread = IdsOf(getpid());
    }
    after = IdsOf(gettid());
  }).join();
  EXPECT_EQ(meanwhile, "61235 61235 61235 61235");
  EXPECT_EQ(other_thread, before);
  EXPECT_EQ(after, before);
}

TEST(ActingAsTest, WhoeverReadsAsAnotherGoesOnDoingSo) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can become another user";
  const ReadingAs reader(61'235);
  const std::string before = IdsOf(gettid());
  { const ActingAs somebody(61'236); }
  EXPECT_EQ(IdsOf(gettid()), before);
}

TEST(ActingAsTest, OneselfIsNoChange) {
  const std::string before = IdsOf(gettid());
  const ActingAs nobody(std::nullopt);
  EXPECT_EQ(IdsOf(gettid()), before);
}

TEST(ActingAsTest, WhoeverCannotBecomeAnotherStaysWhoItIs) {
  if (geteuid() == 0) GTEST_SKIP() << "root can";
  const std::string before = IdsOf(gettid());
  const ActingAs somebody(61'235);
  EXPECT_EQ(IdsOf(gettid()), before);
}

TEST(FdPassingTest, DescriptorsArriveInOrderAndCloseOnExec) {
  int ends[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
  UniqueFd left(ends[0]), right(ends[1]);
  UniqueFd null_device(open("/dev/null", O_RDONLY | O_CLOEXEC));
  int numbers[] = {null_device.get(), right.get()};
  ASSERT_EQ(SendWithDescriptors(left.get(), "hello", 5, numbers), 5);
  char text[16];
  std::vector<UniqueFd> received;
  ASSERT_EQ(ReceiveWithDescriptors(right.get(), text, sizeof text, received), 5);
  ASSERT_EQ(received.size(), 2u);
  EXPECT_EQ(fcntl(received[0].get(), F_GETFD), FD_CLOEXEC);
  EXPECT_EQ(read(received[0].get(), text, 1), 0);
}

TEST(FdPassingTest, AClosedPeerIsAnErrorNotASignal) {
  int ends[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
  UniqueFd left(ends[0]);
  close(ends[1]);
  EXPECT_LT(SendWithDescriptors(left.get(), "x", 1, {}), 0);
  EXPECT_EQ(errno, EPIPE);
}

TEST(PidfdTest, CollectsAChildAndItsStatus) {
  pid_t child = fork();
  if (child == 0) _exit(7);
  UniqueFd pidfd = OpenPidfd(child);
  std::optional<int> status = WaitForChild(pidfd.get(), Deadline::After(milliseconds(10'000)));
  ASSERT_TRUE(status);
  EXPECT_EQ(WEXITSTATUS(*status), 7);
  EXPECT_LT(SendSignal(pidfd.get(), 0), 0);
  EXPECT_EQ(errno, ESRCH);
}

TEST(PidfdTest, ADeadlineIsKept) {
  pid_t child = fork();
  if (child == 0) {
    for (;;) pause();
  }
  UniqueFd pidfd = OpenPidfd(child);
  EXPECT_FALSE(WaitForChild(pidfd.get(), Deadline::After(milliseconds(5))));
  EXPECT_EQ(SendSignal(pidfd.get(), SIGKILL), 0);
  std::optional<int> status = WaitForChild(pidfd.get(), Deadline::After(milliseconds(10'000)));
  ASSERT_TRUE(status);
  EXPECT_EQ(WTERMSIG(*status), SIGKILL);
}

TEST(ProcFsTest, AFolderThatIsKeptShowsWhoCameSinceAndNotWhoHasGone) {
  UniqueFd proc(open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  PidFolder folder(proc.get());
  const auto shows = [&folder](pid_t pid) {
    const std::vector<pid_t> pids = folder.List();
    return std::binary_search(pids.begin(), pids.end(), pid);
  };
  EXPECT_TRUE(shows(getpid()));
  pid_t child = fork();
  if (child == 0) {
    for (;;) pause();
  }
  EXPECT_TRUE(shows(child));
  UniqueFd pidfd = OpenPidfd(child);
  EXPECT_EQ(SendSignal(pidfd.get(), SIGKILL), 0);
  EXPECT_TRUE(WaitForChild(pidfd.get(), Deadline::After(milliseconds(10'000))));
  EXPECT_FALSE(shows(child));
  EXPECT_TRUE(shows(getpid()));
}

TEST(ProcFsTest, FindsAChildWithAConfusingName) {
  UniqueFd proc(open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  UniqueFd reader(ends[0]), writer(ends[1]);
  pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_NAME, ") R 1 (", 0, 0, 0);
    [[maybe_unused]] ssize_t written = write(writer.get(), "", 1);
    for (;;) pause();
  }
  ASSERT_TRUE(WaitUntilReadable(reader.get(), Deadline::After(milliseconds(10'000))));
  EXPECT_EQ(ParentOf(proc.get(), child), getpid());
  EXPECT_EQ(DescendantsOf(proc.get(), getpid()), std::vector<pid_t>{child});
  EXPECT_GE(CountTasksOf(proc.get(), getuid()), 2u);
  UniqueFd pidfd = OpenPidfd(child);
  SendSignal(pidfd.get(), SIGKILL);
  WaitForChild(pidfd.get(), Deadline::After(milliseconds(10'000)));
  EXPECT_EQ(ParentOf(proc.get(), child), std::nullopt);
}

TEST(ResultTest, AnErrorSaysOperationAndReason) {
  errno = ENOENT;
  EXPECT_EQ(ErrnoError("open /x").Text(), "open /x: No such file or directory");
  EXPECT_EQ(ErrnoError("open /x", EPERM).reason(), "Operation not permitted");
}

TEST(ResultDeathTest, TheValueOfAnErrorEndsTheProcess) {
  Result<int> failed = Error("try", "no luck");
  EXPECT_DEATH(failed.value(), "try: no luck");
}

}  // namespace
}  // namespace sandbox
