// What a program in a box can see and reach.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "sandbox/launch/box.h"
#include "sandbox/os/readiness.h"
#include "sandbox/policy/policy.h"
#include "sandbox/testing/box_test_base.h"

namespace sandbox {
namespace {

using ContainmentTest = BoxTest;

std::string FieldOf(const std::string& text, const std::string& name) {
  std::size_t start = text.find(name + ":");
  if (start == std::string::npos) return "absent";
  start = text.find_first_not_of("\t ", start + name.size() + 1);
  return text.substr(start, text.find('\n', start) - start);
}

TEST_P(ContainmentTest, FilesOfTheHostAreNotThere) {
  if (!isolated() && !ProbeIsolation().landlock.on) GTEST_SKIP() << "nothing hides files";
  std::string output = OutputOf({"./open_files", "/root", "/home", "/work", "/var/log",
                                 "/etc/shadow", "/proc/1/root", "/dev/vda", "/dev/mem"});
  EXPECT_EQ(output.find("/root: open"), std::string::npos) << output;
  EXPECT_EQ(output.find("/work: open"), std::string::npos) << output;
  EXPECT_EQ(output.find("/var/log: open"), std::string::npos) << output;
  EXPECT_EQ(output.find("/etc/shadow: open"), std::string::npos) << output;
  EXPECT_EQ(output.find("/proc/1/root: open"), std::string::npos) << output;
  EXPECT_EQ(output.find("/dev/vda: open"), std::string::npos) << output;
  EXPECT_EQ(output.find("/dev/mem: open"), std::string::npos) << output;
  if (isolated()) {
    EXPECT_NE(output.find("/work: No such file or directory"), std::string::npos) << output;
  }
}

TEST_P(ContainmentTest, OnlyItsOwnFoldersCanBeWritten) {
  if (!isolated() && !ProbeIsolation().landlock.on)
    GTEST_SKIP() << "nothing protects files but their modes";
  std::string output =
      OutputOf({"./create_files", "/", "/usr", "/etc", "/proc", "/var/tmp", "/usr/local/bin"});
  EXPECT_EQ(output.find("created\n"), std::string::npos) << output;
  EXPECT_EQ(OutputOf({"./create_files", "."}), ".: created\n");
  if (isolated()) {
    EXPECT_EQ(OutputOf({"./create_files", "/tmp", "/dev/shm"}),
              "/tmp: created\n/dev/shm: created\n");
  }
}

TEST_P(ContainmentTest, HasNoPrivilegeAndNoWayToOne) {
  std::string output = OutputOf({"./show_identity"});
  EXPECT_EQ(output.find("uid 0"), std::string::npos) << output;
  EXPECT_NE(output.find("session leader: yes"), std::string::npos) << output;
  EXPECT_EQ(FieldOf(output, "NoNewPrivs"), "1");
  EXPECT_EQ(FieldOf(output, "Seccomp"), "2");
  for (const char* set : {"CapInh", "CapPrm", "CapEff", "CapAmb"}) {
    EXPECT_EQ(FieldOf(output, set), "0000000000000000") << set;
  }
  if (isolated() || geteuid() == 0) {
    EXPECT_EQ(FieldOf(output, "CapBnd"), "0000000000000000");
  }
}

TEST_P(ContainmentTest, SeesNoProcessOfTheHost) {
  if (!isolated()) GTEST_SKIP() << "shares the host's pids";
  Box box = Start({"sh", "-c", "echo /proc/[0-9]*"});
  EXPECT_EQ(ReadAll(box.standard_output()), "/proc/1 /proc/2\n");
}

TEST_P(ContainmentTest, ProcDirListsTheProcessesOfTheBox) {
  Box box = Start({"./wait_for_signal", "with child"});
  ReadLine(box.standard_output());
  ReadLine(box.standard_output());
  std::vector<pid_t> processes = box.Processes().value();
  ASSERT_EQ(processes.size(), 2u);
  EXPECT_EQ(processes[0], box.pid());
}

TEST_P(ContainmentTest, CannotHarmItsParent) {
  Box box = Start({"./attack_parent"});
  std::string output = ReadAll(box.standard_output());
  for (const char* attempt : {"ptrace", "process_vm_readv", "mem", "environ", "root", "fd",
                              "prlimit", "sched_setaffinity", "setpriority", "pidfd_getfd"}) {
    EXPECT_NE(FieldOf(output, attempt), "done") << attempt;
    EXPECT_NE(FieldOf(output, attempt), "absent") << attempt;
  }
  EXPECT_EQ(FieldOf(output, "parent is alive"), "done");
  EXPECT_EQ(AwaitEnd(box), Termination(Exited{0}));
}

TEST_P(ContainmentTest, NoPacketLeaves) {
  if (!isolated()) GTEST_SKIP() << "shares the host's network";
  // Every address is a local one, where nobody listens.
  EXPECT_EQ(OutputOf({"./connect_to", "1.1.1.1", "443"}), "Connection refused\n");
  EXPECT_EQ(OutputOf({"./connect_to", "169.254.169.254", "80"}), "Connection refused\n");
}

TEST_P(ContainmentTest, DoesNotReachAServerOfTheHost) {
  if (!isolated()) GTEST_SKIP() << "shares the host's network";
  UniqueFd listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t size = sizeof address;
  ASSERT_EQ(bind(listener.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(listener.get(), 1), 0);
  getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size);
  EXPECT_EQ(OutputOf({"./connect_to", "127.0.0.1", std::to_string(ntohs(address.sin_port))}),
            "Connection refused\n");
}

// Port and address of its author's machine: both are to be had in the box.
TEST_P(ContainmentTest, ServesAClientThroughASocketOfTheBox) {
  const char* host = isolated() ? "192.168.178.23" : "127.0.0.1";
  int port = isolated() ? 80 : 20'000 + getpid() % 10'000;
  Box box = Start({"./serve_once", host, std::to_string(port)});
  ASSERT_EQ(ReadLine(box.standard_output()), "ready") << ReadAll(box.standard_error());
  Result<UniqueFd> client = box.NewSocket(AF_INET);
  ASSERT_TRUE(client) << client.error().Text();
  sockaddr_in address{.sin_family = AF_INET, .sin_port = htons(static_cast<in_port_t>(port))};
  inet_pton(AF_INET, host, &address.sin_addr);
  connect(client->get(), reinterpret_cast<sockaddr*>(&address), sizeof address);
  EXPECT_EQ(ReadAll(client->get()), "hello");
}

TEST_P(ContainmentTest, BoxesDoNotShareTheirPorts) {
  if (!isolated()) GTEST_SKIP() << "shares the host's network";
  Box first = Start({"./serve_once", "0.0.0.0", "8080"});
  EXPECT_EQ(ReadLine(first.standard_output()), "ready");
  Box second = Start({"./serve_once", "0.0.0.0", "8080"});
  EXPECT_EQ(ReadLine(second.standard_output()), "ready");
}

TEST_P(ContainmentTest, APortThatIsTakenCanNotBeBoundOnAnyAddress) {
  // In a network that is shared the port is free again only when the box that held it has gone:
  // another one each time.
  int port = 20'000 + 2 * (getpid() % 5'000);
  for (const char* address : {"0.0.0.0", "127.0.0.1"}) {
    ++port;
    LaunchSpec spec = Spec({"./serve_once", address, std::to_string(port)});
    spec.port_past = {.kind = PortPast::Kind::kTaken, .port = port};
    Box box = Start(spec);
    EXPECT_EQ(ReadAll(box.standard_error()), "bind: Address already in use\n");
    EXPECT_EQ(AwaitEnd(box), Termination(Exited{1}));
  }
}

TEST_P(ContainmentTest, APortInTimeWaitIsBoundAgainOnlyWithReuseaddr) {
  if (!isolated()) GTEST_SKIP() << "would leave it to the host";
  for (const char* address : {"0.0.0.0", "192.168.178.23"}) {
    LaunchSpec spec = Spec({"./serve_once", address, "8080"});
    spec.port_past = {.kind = PortPast::Kind::kTimeWait, .port = 8080, .address = address};
    Box with = Start(spec);
    EXPECT_EQ(ReadLine(with.standard_output()), "ready") << ReadAll(with.standard_error());
    spec.argv.push_back("without-reuseaddr");
    Box without = Start(spec);
    EXPECT_EQ(ReadAll(without.standard_error()), "bind: Address already in use\n");
  }
}

// Of the same port each time: in a network that is shared too, it is free with the end of the box.
TEST_P(ContainmentTest, APortOfAHalfClosedConnectionIsBoundAgainOnlyWithReuseaddr) {
  const int port = 30'000 + getpid() % 2'000;
  LaunchSpec spec = Spec({"./serve_once", "0.0.0.0", std::to_string(port)});
  spec.port_past = {.kind = PortPast::Kind::kHalfClosed, .port = port, .address = "0.0.0.0"};
  {
    Box with = Start(spec);
    EXPECT_EQ(ReadLine(with.standard_output()), "ready") << ReadAll(with.standard_error());
  }
  LaunchSpec without = spec;
  without.argv.push_back("without-reuseaddr");
  {
    Box box = Start(without);
    EXPECT_EQ(ReadAll(box.standard_error()), "bind: Address already in use\n");
  }
  without.port_past = {};
  Box afterwards = Start(without);
  EXPECT_EQ(ReadLine(afterwards.standard_output()), "ready")
      << ReadAll(afterwards.standard_error());
}

TEST_P(ContainmentTest, SocketsOfBothFamiliesComeInAnyNumber) {
  Box box = Start({"./wait_for_signal"});
  std::vector<UniqueFd> sockets;
  for (int i = 0; i < 40; ++i) {
    for (int family : {AF_INET, AF_INET6}) {
      Result<UniqueFd> made = box.NewSocket(family);
      ASSERT_TRUE(made) << made.error().Text();
      sockets.push_back(std::move(*made));
    }
  }
  EXPECT_FALSE(box.NewSocket(12'345));
}

TEST_P(ContainmentTest, DiskIsBounded) {
  if (!isolated()) GTEST_SKIP() << "has no file system of its own";
  LaunchSpec spec = Spec({"./fill_disk"});
  spec.limits.disk = 32u << 20;
  Box box = Start(spec);
  int files = std::stoi(ReadLine(box.standard_output()));
  EXPECT_LE(files, 32);
  EXPECT_GE(files, 16);
}

TEST_P(ContainmentTest, MemoryIsBounded) {
  if (!ProbeIsolation().cgroup.on) GTEST_SKIP() << ProbeIsolation().cgroup.reason.value_or("");
  LaunchSpec spec = Spec({"./eat_memory"});
  spec.limits.memory = 64u << 20;
  Box box = Start(spec);
  EXPECT_EQ(AwaitEnd(box), Termination(Signaled{SIGKILL}));
  EXPECT_EQ(box.MemoryKills(), 1u);
}

LaunchSpec WithoutControlGroup(LaunchSpec spec) {
  spec.isolation.cgroup = {.on = false, .reason = "not wanted by this test"};
  spec.limits.memory = 64u << 20;
  return spec;
}

TEST_P(ContainmentTest, MemoryIsWatchedWhereNoControlGroupBoundsIt) {
  Box box = Start(WithoutControlGroup(Spec({"./eat_memory"})));
  EXPECT_EQ(AwaitEnd(box), Termination(Signaled{SIGKILL}));
  EXPECT_EQ(box.MemoryKills(), 1u);
}

// Sixteen processes share the 16 MB that their parent has filled: that is 16 MB, not 272.
TEST_P(ContainmentTest, SharedMemoryIsCountedOnce) {
  Box box = Start(WithoutControlGroup(Spec({"./share_memory"})));
  EXPECT_EQ(ReadAll(box.standard_output()), "done\n");
  EXPECT_EQ(AwaitEnd(box), Termination(Exited{0}));
  EXPECT_EQ(box.MemoryKills(), 0u);
}

// Nothing waits for it: a System V segment belongs to a user, not to a process.
TEST_P(ContainmentTest, SegmentsDoNotOutliveTheBox) {
  if (!isolated() && !ProbeIsolation().separate_user.on)
    GTEST_SKIP() << "whose they are cannot be told";
  const std::string size = std::to_string(4'000'000 + getpid());  // which nobody else asks for
  const auto segments = [&size] {
    std::ifstream file("/proc/sysvipc/shm");
    return std::string(std::istreambuf_iterator<char>(file), {}).find(" " + size + " ");
  };
  {
    Box box = Start({"./leave_segment", size});
    EXPECT_EQ(AwaitEnd(box), Termination(Exited{0}));
    EXPECT_EQ(segments() == std::string::npos, isolated());
  }
  EXPECT_EQ(segments(), std::string::npos);
}

RUN_IN_EVERY_KIND_OF_BOX(ContainmentTest);

}  // namespace
}  // namespace sandbox
