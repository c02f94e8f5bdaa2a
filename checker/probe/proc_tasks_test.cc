#include "checker/probe/proc_tasks.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "sandbox/os/deadline.h"
#include "sandbox/os/unique_fd.h"

namespace checker {
namespace {

// A line of /proc/PID/stat with 52 fields, start time 7788 and exit code 256.
std::string StatText(const std::string& command, const std::string& state = "S",
                     const std::string& parent = "1") {
  std::string text = "42 (" + command + ") " + state + " " + parent;
  for (int field = 5; field <= 52; ++field) {
    text += field == 22 ? " 7788" : field == 52 ? " 256" : " " + std::to_string(-field);
  }
  return text + "\n";
}

TEST(ParseStat, TakesStateParentStartTimeAndExitCode) {
  RawTask task;
  ASSERT_TRUE(ParseStat(StatText("server", "Z", "17"), &task));
  EXPECT_EQ(task.command, "server");
  EXPECT_EQ(task.state, 'Z');
  EXPECT_EQ(task.parent, 17);
  EXPECT_EQ(task.start_ticks, 7788u);
  EXPECT_EQ(task.exit_status, 256);
}

TEST(ParseStat, ACommandCannotForgeTheFieldsBehindIt) {
  for (const char* command :
       {") R 1 (", "a b", ")", "(", "", ") Z 0 0 0 0", "((()))", "\\n) S 9"}) {
    RawTask task;
    ASSERT_TRUE(ParseStat(StatText(command, "D", "17"), &task)) << command;
    EXPECT_EQ(task.command, command);
    EXPECT_EQ(task.state, 'D') << command;
    EXPECT_EQ(task.parent, 17) << command;
  }
}

TEST(ParseStat, ATruncatedLineIsRefusedWhereverItEnds) {
  const std::string text = StatText("server");
  const std::size_t last_field = text.rfind(' ') + 1;
  for (std::size_t length = 0; length <= last_field; ++length) {
    RawTask task;
    EXPECT_FALSE(ParseStat(text.substr(0, length), &task)) << length;
  }
}

TEST(ParseStat, WordsInPlaceOfNumbersAreRefused) {
  RawTask task;
  EXPECT_FALSE(ParseStat(StatText("server", "S", "one"), &task));
  EXPECT_FALSE(ParseStat(StatText("server", "S", "1x"), &task));
  EXPECT_FALSE(ParseStat(StatText("server", "S", "99999999999999999999"), &task));
  EXPECT_FALSE(ParseStat(")(", &task));
  EXPECT_FALSE(ParseStat("42 server S 1", &task));
}

TEST(ParseSchedstat, TakesRunTimeAndTimesScheduled) {
  RawTask task;
  ASSERT_TRUE(ParseSchedstat("18446744073709551615 17 25\n", &task));
  EXPECT_EQ(task.run_ns, 18446744073709551615u);
  EXPECT_EQ(task.times_scheduled, 25u);
}

TEST(ParseSchedstat, AnythingElseIsRefused) {
  for (const char* text : {"", "\n", "1", "1 2", "1 2 ", "x 2 3", "1 2 x", "-1 2 3", "1 2 -3",
                           "18446744073709551616 2 3"}) {
    RawTask task;
    EXPECT_FALSE(ParseSchedstat(text, &task)) << text;
  }
}

TEST(ParseSyscall, TakesNumberAndSixArguments) {
  const auto call = ParseSyscall("45 0x4 0x7ffe1 0x400 0x0 0x0 0xffffffffffffffff 0x7ffd 0x7f12\n");
  ASSERT_TRUE(call);
  EXPECT_EQ(call->number, 45);
  EXPECT_EQ(call->arguments,
            (std::array<std::uint64_t, 6>{4, 0x7ffe1, 0x400, 0, 0, 0xffffffffffffffff}));
}

TEST(ParseSyscall, ATaskThatRunsOrIsInNoCallIsInNone) {
  for (const char* text : {"running", "running\n", "-1 0x7ffd 0x7f12\n",
                           "-1 0x0 0x0 0x0 0x0 0x0 0x0 0x7ffd 0x7f12\n", "", "\n"}) {
    EXPECT_FALSE(ParseSyscall(text)) << text;
  }
}

TEST(ParseSyscall, WhatIsTruncatedOrNoHexadecimalNumberIsRefused) {
  for (const char* text :
       {"45", "45 0x4 0x7ffe1 0x400 0x0 0x0", "45 0x4 0x7ffe1 0x400 0x0 0x0 0x",
        "45 4 5 6 7 8 9 0x7ffd 0x7f12", "45 0x4 0x5 0x6 0x7 0x8 0xg 0x0 0x0",
        "45 0x10000000000000000 0x0 0x0 0x0 0x0 0x0", "0x2d 0x4 0x5 0x6 0x7 0x8 0x9"}) {
    EXPECT_FALSE(ParseSyscall(text)) << text;
  }
}

class ProcTest : public testing::Test {
 protected:
  std::vector<RawTask> Read(int pid) const { return TaskReader(proc_.get()).Read({pid}); }

  // The first task of that process once it is in this state.
  RawTask Await(int pid, int tid, char state) const {
    const auto deadline = sandbox::Deadline::After(std::chrono::seconds(20));
    while (!deadline.passed()) {
      for (const RawTask& task : Read(pid)) {
        if (task.tid == tid && task.state == state) return task;
      }
    }
    ADD_FAILURE() << "task " << tid << " is never seen in state " << state;
    return {};
  }

  sandbox::UniqueFd proc_{::open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
};

TEST_F(ProcTest, WhatIsReadAgainIsNew) {
  TaskReader reader(proc_.get());
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;) pause();
  }
  EXPECT_EQ(Await(child, child, 'S').tid, child);
  ASSERT_EQ(reader.Read({child}).size(), 1u);
  EXPECT_EQ(reader.Read({child}).front().state, 'S');
  kill(child, SIGKILL);
  EXPECT_EQ(Await(child, child, 'Z').tid, child);
  EXPECT_EQ(reader.Read({child}).front().state, 'Z');
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(reader.Read({child}).empty());
}

TEST_F(ProcTest, TheReadingTaskItselfRunsAndIsInNoCall) {
  prctl(PR_SET_NAME, ") S 1 (");
  const RawTask self = Await(getpid(), getpid(), 'R');
  prctl(PR_SET_NAME, "checker_tests");
  EXPECT_EQ(self.command, ") S 1 (");
  EXPECT_EQ(self.parent, getppid());
  EXPECT_GT(self.run_ns, 0u);
  EXPECT_GT(self.times_scheduled, 0u);
  EXPECT_FALSE(self.call);
}

TEST_F(ProcTest, AThreadThatSleepsIsSeenWithItsCallAndArguments) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  std::atomic<int> tid = 0;
  std::thread reader([&] {
    tid = static_cast<int>(syscall(SYS_gettid));
    char byte;
    EXPECT_EQ(read(ends[0], &byte, 1), 1);
  });
  while (tid == 0) std::this_thread::yield();
  RawTask first;
  do {
    first = Await(getpid(), tid, 'S');
  } while (!HasFailure() && (!first.call || first.call->number != SYS_read));
  EXPECT_EQ(first.call->arguments[0], static_cast<std::uint64_t>(ends[0]));
  EXPECT_EQ(first.call->arguments[2], 1u);
  const RawTask again = Await(getpid(), tid, 'S');
  EXPECT_TRUE(again.SameAs(first));
  EXPECT_EQ(write(ends[1], "x", 1), 1);
  reader.join();
  close(ends[0]);
  close(ends[1]);
}

TEST_F(ProcTest, AZombieHasItsExitStatusAndItsParent) {
  for (const bool killed : {false, true}) {
    const pid_t child = fork();
    if (child == 0) {
      if (killed) raise(SIGKILL);
      _exit(3);
    }
    siginfo_t info;
    ASSERT_EQ(waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT), 0);
    const RawTask zombie = Await(child, child, 'Z');
    EXPECT_EQ(zombie.exit_status, killed ? W_EXITCODE(0, SIGKILL) : W_EXITCODE(3, 0));
    EXPECT_EQ(zombie.parent, getpid());
    EXPECT_FALSE(zombie.call);
    waitpid(child, nullptr, 0);
    EXPECT_TRUE(Read(child).empty());
  }
}

TEST_F(ProcTest, ALinkAndASmallFileAreReadAndWhatIsNotThereIsNothing) {
  EXPECT_EQ(ReadProcLink(proc_.get(), "self/root"), "/");
  EXPECT_FALSE(ReadProcLink(proc_.get(), "self/fd/99999"));
  EXPECT_FALSE(ReadProcFile(proc_.get(), "99999999/stat"));
  EXPECT_TRUE(ListNumbers(proc_.get(), "99999999/fd").empty());
}

TEST_F(ProcTest, OnlyNumbersAreListedAndInOrder) {
  const std::vector<int> pids = ListNumbers(proc_.get(), ".");
  EXPECT_TRUE(std::is_sorted(pids.begin(), pids.end()));
  EXPECT_NE(std::find(pids.begin(), pids.end(), getpid()), pids.end());
}

TEST(RawTask, OneThatRanIsInTheSameWaitButNotTheSame) {
  RawTask task{.pid = 2, .tid = 2, .state = 'S', .run_ns = 10, .times_scheduled = 5};
  task.call = RawCall{.number = SYS_read, .arguments = {4}};
  RawTask ran = task;
  ran.times_scheduled = 6;
  EXPECT_TRUE(ran.SameWaitAs(task));
  EXPECT_FALSE(ran.SameAs(task));
  RawTask elsewhere = task;
  elsewhere.call->arguments[0] = 5;
  EXPECT_FALSE(elsewhere.SameWaitAs(task));
  RawTask another = task;
  another.start_ticks = 1;  // the number was given again
  EXPECT_FALSE(another.SameWaitAs(task));
}

}  // namespace
}  // namespace checker
