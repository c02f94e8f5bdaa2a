// How a program is started, spoken to, and how it ends.
#include "sandbox/launch/box.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "sandbox/os/readiness.h"
#include "sandbox/testing/box_test_base.h"

namespace sandbox {
namespace {

using BoxLaunchTest = BoxTest;

TEST_P(BoxLaunchTest, ProgramHasExactlyItsThreeStandardDescriptors) {
  // Strays of ours, with and without close-on-exec, which the program must not inherit.
  UniqueFd marked(open("/dev/null", O_RDONLY | O_CLOEXEC));
  UniqueFd unmarked(open("/dev/null", O_RDONLY));
  EXPECT_EQ(OutputOf({"./list_descriptors"}), "0 1 2 \n");
}

TEST_P(BoxLaunchTest, ReportsTheExitCode) {
  Box box = Start({"./end", "exit", "3"});
  EXPECT_EQ(AwaitEnd(box), Termination(Exited{3}));
}

TEST_P(BoxLaunchTest, ReportsTheSignal) {
  Box box = Start({"./end", "signal", std::to_string(SIGSEGV)});
  EXPECT_EQ(AwaitEnd(box), Termination(Signaled{SIGSEGV}));
}

TEST_P(BoxLaunchTest, ReportsAnOrphanThatEnds) {
  Box box = Start({"./leave_orphan"});
  pid_t program = box.pid();
  std::vector<EndedProcess> ended;
  Deadline deadline = Soon();
  while (ended.size() < 2 && WaitUntilReadable(box.events(), deadline)) {
    for (EndedProcess& process : box.TakeEnded()) ended.push_back(process);
  }
  ASSERT_EQ(ended.size(), 2u);
  EXPECT_EQ(ended[0].pid, program);
  EXPECT_EQ(ended[0].how, Termination(Exited{0}));
  EXPECT_NE(ended[1].pid, program);
  EXPECT_EQ(ended[1].how, Termination(Exited{7}));
}

TEST_P(BoxLaunchTest, NamesAProgramThatCannotBeExecuted) {
  Result<Box> box = Box::Launch(Spec({"./no-such-program"}));
  ASSERT_FALSE(box);
  EXPECT_EQ(box.error().Text(), "execve ./no-such-program: No such file or directory");
}

TEST_P(BoxLaunchTest, CanBeBegunAndBroughtToItsEndInSteps) {
  Result<Box> box = Box::Begin(Spec({"sleep", "1000"}));
  ASSERT_TRUE(box) << box.error().Text();
  EXPECT_TRUE(WaitUntilReadable(box->events(), Soon()));
  const Result<void> started = box->AwaitStart();
  ASSERT_TRUE(started) << started.error().Text();
  const Result<UniqueFd> program = box->OpenPidfd(box->pid());
  ASSERT_TRUE(program) << program.error().Text();
  EXPECT_FALSE(box->HasEnded());
  box->BeginToEnd();
  const Deadline deadline = Soon();
  while (!box->HasEnded() && !deadline.passed()) {
  }
  EXPECT_TRUE(box->HasEnded());
  EXPECT_TRUE(WaitUntilReadable(program->get(), Deadline::After({})));
}

TEST_P(BoxLaunchTest, ThatWasBegunSaysWhyItsProgramDoesNotStart) {
  Result<Box> box = Box::Begin(Spec({"./no-such-program"}));
  ASSERT_TRUE(box) << box.error().Text();
  const Result<void> started = box->AwaitStart();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().Text(), "execve ./no-such-program: No such file or directory");
}

TEST_P(BoxLaunchTest, FindsAProgramInPath) {
  Box box = Start({"true"});
  EXPECT_EQ(AwaitEnd(box), Termination(Exited{0}));
  Result<Box> none = Box::Launch(Spec({"no-such-program-in-path"}));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().operation(), "execve no-such-program-in-path");
}

TEST_P(BoxLaunchTest, GivesACleanEnvironmentAndNoControllingTerminal) {
  setenv("SECRET_OF_THE_CHECKER", "1", 1);
  LaunchSpec spec = Spec({"./show_surroundings"});
  spec.environment = {{"PORT", "8080"}};
  Box box = Start(spec);
  std::string output = ReadAll(box.standard_output());
  unsetenv("SECRET_OF_THE_CHECKER");
  EXPECT_EQ(output.find("SECRET"), std::string::npos) << output;
  EXPECT_NE(output.find("\nPORT=8080\n"), std::string::npos) << output;
  EXPECT_NE(output.find("\nPATH=/usr/local/bin:/usr/bin:/bin\n"), std::string::npos) << output;
  EXPECT_NE(output.find("\ncontrolling terminal: no\n"), std::string::npos) << output;
  EXPECT_NE(output.find("\nstandard input is a terminal: yes\n"), std::string::npos) << output;
}

TEST_P(BoxLaunchTest, SignalsInheritedFromTheCheckerAreReset) {
  auto before = signal(SIGPIPE, SIG_IGN);
  std::string output = OutputOf({"./show_identity"});
  signal(SIGPIPE, before);
  EXPECT_NE(output.find("SigIgn:\t0000000000000000\n"), std::string::npos) << output;
  EXPECT_NE(output.find("SigBlk:\t0000000000000000\n"), std::string::npos) << output;
}

TEST_P(BoxLaunchTest, TerminalDeliversOneLinePerReadThenEndOfFileForEver) {
  Box box = Start({"./read_lines"});
  EXPECT_EQ(ReadLine(box.standard_output()), "ready");
  ASSERT_EQ(write(box.standard_input(), "one\ntwo\n", 8), 8);
  EXPECT_EQ(ReadLine(box.standard_output()), "read 4: one");
  EXPECT_EQ(ReadLine(box.standard_output()), "read 4: two");
  box.CloseStandardInput();
  EXPECT_EQ(ReadAll(box.standard_output()), "read 0: \nread 0: \nread 0: \n");
  EXPECT_EQ(AwaitEnd(box), Termination(Exited{0}));
}

TEST_P(BoxLaunchTest, TerminalDoesNotEcho) {
  Box box = Start({"./read_lines"});
  ReadLine(box.standard_output());
  ASSERT_EQ(write(box.standard_input(), "one\n", 4), 4);
  ReadLine(box.standard_output());
  char byte;
  EXPECT_LT(read(box.standard_input(), &byte, 1), 0);
  EXPECT_EQ(errno, EAGAIN);  // and no EIO, although the program may have closed it
}

TEST_P(BoxLaunchTest, PipeAsStandardInputEndsWhenClosed) {
  LaunchSpec spec = Spec({"./read_lines"});
  spec.standard_input = StandardInput::kPipe;
  Box box = Start(spec);
  EXPECT_EQ(ReadLine(box.standard_output()), "ready");
  ASSERT_EQ(write(box.standard_input(), "one\n", 4), 4);
  EXPECT_EQ(ReadLine(box.standard_output()), "read 4: one");
  box.CloseStandardInput();
  EXPECT_EQ(ReadAll(box.standard_output()), "read 0: \nread 0: \nread 0: \n");
}

TEST_P(BoxLaunchTest, NoStandardInputIsEndOfFileAtOnce) {
  LaunchSpec spec = Spec({"./read_lines"});
  spec.standard_input = StandardInput::kNull;
  Box box = Start(spec);
  EXPECT_EQ(ReadAll(box.standard_output()), "ready\nread 0: \nread 0: \nread 0: \n");
  EXPECT_EQ(box.standard_input(), -1);
}

TEST_P(BoxLaunchTest, AddressRandomizationCanBeSwitchedOff) {
  LaunchSpec spec = Spec({"cat", "/proc/self/personality"});
  EXPECT_EQ(ReadAll(Start(spec).standard_output()), "00000000\n");
  spec.disable_address_randomization = true;
  EXPECT_EQ(ReadAll(Start(spec).standard_output()), "00040000\n");
}

TEST_P(BoxLaunchTest, StandardInputIsRecognisedByDeviceAndInode) {
  for (StandardInput kind : {StandardInput::kTerminal, StandardInput::kPipe}) {
    LaunchSpec spec = Spec({"./wait_for_signal"});
    spec.standard_input = kind;
    Box box = Start(spec);
    ReadLine(box.standard_output());
    struct stat info;
    std::string path = std::to_string(box.pid()) + "/fd/0";
    int looked = fstatat(box.proc_dir(), path.c_str(), &info, 0);
    if (looked < 0 && errno == EACCES)
      GTEST_SKIP() << "another user's /proc files need CAP_SYS_PTRACE";
    ASSERT_EQ(looked, 0) << strerror(errno);
    EXPECT_EQ(info.st_dev, box.standard_input_device());
    EXPECT_EQ(info.st_ino, box.standard_input_inode());
  }
}

TEST_P(BoxLaunchTest, StandardErrorIsSeparateOrMerged) {
  LaunchSpec spec = Spec({"sh", "-c", "echo out; echo err > /dev/stderr"});
  Box separate = Start(spec);
  EXPECT_EQ(ReadAll(separate.standard_output()), "out\n");
  EXPECT_EQ(ReadAll(separate.standard_error()), "err\n");
  spec.merge_stderr = true;
  Box merged = Start(spec);
  EXPECT_EQ(ReadAll(merged.standard_output()), "out\nerr\n");
  EXPECT_EQ(merged.standard_error(), -1);
}

TEST_P(BoxLaunchTest, SignalsOneProcessOrTheGroup) {
  Box box = Start({"./wait_for_signal", "with child"});
  ReadLine(box.standard_output());
  ReadLine(box.standard_output());
  std::vector<pid_t> processes = box.Processes().value();
  ASSERT_EQ(processes.size(), 2u);
  pid_t child = processes[0] == box.pid() ? processes[1] : processes[0];
  ASSERT_TRUE(box.Signal(child, SIGSTOP));
  ASSERT_TRUE(box.SignalGroup(SIGTERM));
  EXPECT_EQ(AwaitEnd(box), Termination(Signaled{SIGTERM}));
}

TEST_P(BoxLaunchTest, SignalsNoProcessOutsideTheBox) {
  Box box = Start({"./wait_for_signal"});
  EXPECT_FALSE(box.Signal(1, 0));
  EXPECT_FALSE(box.Signal(getppid() + 100'000, 0));
}

TEST_P(BoxLaunchTest, WorkingFolderIsACopyThatOutlivesTheProgram) {
  Box box = Start({"./create_files", ".", ".."});
  std::string output = ReadAll(box.standard_output());
  EXPECT_EQ(output, ".: created\n..: created\n");
  AwaitEnd(box);
  ASSERT_TRUE(box.KillAll());
  struct stat info;
  EXPECT_EQ(fstatat(box.working_dir(), "created-by-program", &info, 0), 0);
  EXPECT_EQ(fstatat(box.working_dir(), "create_files", &info, 0), 0);
  EXPECT_LT(fstatat(ProgramsDir(), "created-by-program", &info, 0), 0);
}

TEST_P(BoxLaunchTest, DescriptorLimitIsTheOneAskedFor) {
  LaunchSpec spec = Spec({"sh", "-c", "ulimit -n; ulimit -c; ulimit -s"});
  spec.limits.descriptors = 77;
  Box box = Start(spec);
  EXPECT_EQ(ReadAll(box.standard_output()), "77\n0\n8192\n");
}

RUN_IN_EVERY_KIND_OF_BOX(BoxLaunchTest);

}  // namespace
}  // namespace sandbox
