// Looks at programs that run in boxes: which waits are without an end, and what is in flight.
#include "checker/probe/look.h"

#include <sys/syscall.h>

#include "checker/probe/probe_fixture.h"

namespace checker {
namespace {

class LookTest : public ProbeTest {
 protected:
  // A program that waits like this, seen once it does.
  TaskLook WaitOf(const std::string& wait, long call, const std::string& functions = "") {
    LaunchWithoutRest(std::string(kTcpServer) + functions + "int main(void) { " + wait + " }");
    const auto deadline = sandbox::Deadline::After(std::chrono::seconds(20));
    while (!deadline.passed()) {
      const Look look = TakeLook();
      if (look.tasks.empty()) continue;
      if (look.tasks[0].raw.call && look.tasks[0].raw.call->number == call) return look.tasks[0];
    }
    ADD_FAILURE() << "never seen in call " << call << ": " << wait;
    return {};
  }
};

constexpr char kReceive[] = R"(
  int listener = listen_on(5000, 5), ends[2];
  char byte;
  socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
  struct timeval minute = {60, 0};
)";

TEST_F(LookTest, AReceiveTimeoutOfTheSocketMakesAWaitEndThoughTheCallDoesNotShowIt) {
  EXPECT_TRUE(WaitOf(std::string(kReceive) + "recv(ends[0], &byte, 1, 0);", SYS_recvfrom).endless);
  EXPECT_FALSE(WaitOf(std::string(kReceive) +
                          "setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &minute, sizeof minute);"
                          "recv(ends[0], &byte, 1, 0);",
                      SYS_recvfrom)
                   .endless);
  EXPECT_FALSE(WaitOf(std::string(kReceive) +
                          "setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &minute, sizeof minute);"
                          "accept(listener, 0, 0);",
                      SYS_accept)
                   .endless);
}

constexpr char kTimer[] = R"(
  int timer = timerfd_create(CLOCK_MONOTONIC, 0);
  struct itimerspec hour = {.it_value = {3600, 0}};
  struct epoll_event event = {.events = EPOLLIN};
  int epoll = epoll_create1(0);
  epoll_ctl(epoll, EPOLL_CTL_ADD, timer, &event);
  uint64_t times;
)";

TEST_F(LookTest, AReadOfATimerThatRunsIsASleep) {
  const TaskLook read =
      WaitOf(std::string(kTimer) + "timerfd_settime(timer, 0, &hour, 0); read(timer, &times, 8);",
             SYS_read);
  EXPECT_FALSE(read.endless);
  EXPECT_EQ(read.wait.kind, WaitKind::kSleep);
}

constexpr char kAlarm[] = R"(
  int ends[2];
  char byte;
  socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
  struct sigaction action = {.sa_handler = caught};
)";

// Somebody that may be called away is trusted to wait, and an accusation that rests on it is made
// again with patience.
TEST_F(LookTest, AWaitInAProcessThatCatchesSigalrmMayEnd) {
  const std::string caught = "void caught(int signal) { (void)signal; } ";
  const auto wait_of = [&](const char* wait, long call) {
    return WaitOf(kAlarm + std::string(wait), call, caught);
  };
  const TaskLook receive = wait_of(
      "sigaction(SIGALRM, &action, 0); alarm(3600); recv(ends[0], &byte, 1, 0);", SYS_recvfrom);
  EXPECT_FALSE(receive.endless);
  EXPECT_TRUE(receive.long_input_wait);
  EXPECT_TRUE(
      wait_of("sigaction(SIGUSR1, &action, 0); recv(ends[0], &byte, 1, 0);", SYS_recvfrom).endless);
  const TaskLook child =
      wait_of("sigaction(SIGALRM, &action, 0); if (fork() == 0) pause(); wait(0);", SYS_wait4);
  EXPECT_FALSE(child.endless);
  EXPECT_TRUE(child.long_input_wait);
}

TEST_F(LookTest, AWaitInAProcessWithATimerMayEnd) {
  const TaskLook receive = WaitOf(std::string(kAlarm) +
                                      "timer_t timer; timer_create(CLOCK_MONOTONIC, 0, &timer);"
                                      "recv(ends[0], &byte, 1, 0);",
                                  SYS_recvfrom, "void caught(int signal) { (void)signal; } ");
  EXPECT_FALSE(receive.endless);
  EXPECT_TRUE(receive.long_input_wait);
}

TEST_F(LookTest, AWaitForATimerThatDoesNotRunHasNone) {
  EXPECT_TRUE(WaitOf(std::string(kTimer) + "read(timer, &times, 8);", SYS_read).endless);
  EXPECT_TRUE(
      WaitOf(std::string(kTimer) + "epoll_wait(epoll, &event, 1, -1);", SYS_epoll_wait).endless);
}

TEST_F(LookTest, BytesAreInFlightUntilTheServersKernelHasThemAndNotUntilTheyAreRead) {
  Launch(TestProgram::Reference("iterative"));
  Connect();
  LookUntilRest();
  Client& queued = Connect();
  LookUntilRest();
  queued.Send("hello");
  EXPECT_EQ(LookUntilRest().Connection(2)->row->receive_queue, 5u);
  EXPECT_EQ(settled_, Settled::kQuiescent);
}

TEST_F(LookTest, AClientThatFindsTheQueueFullIsNotInFlightForItsSynIsDropped) {
  Launch(std::string(kTcpServer) + "int main(void) { listen_on(5000, 1); pause(); }");
  for (int i = 0; i < 4; ++i) Connect();
  LookUntilRest();
  EXPECT_EQ(settled_, Settled::kQuiescent);
  EXPECT_TRUE(clients_[0].seen().connected);
  EXPECT_FALSE(clients_[3].seen().connected);
}

TEST_F(LookTest, ALeaderThatHasLeftItsThreadsIsAliveWithThem) {
  Launch(std::string(kTcpServer) + R"(
static void *serve(void *listener) { for (;;) close(accept((int)(long)listener, 0, 0)); }
int main(void) {
  pthread_t thread;
  pthread_create(&thread, 0, serve, (void *)(long)listen_on(5000, 5));
  pthread_exit(0);
})");
  const Look look = LookUntilRest();
  ASSERT_EQ(look.tasks.size(), 2u);
  EXPECT_EQ(look.tasks[0].raw.state, 'Z');
  EXPECT_TRUE(look.AnyoneAlive());
  EXPECT_EQ(settled_, Settled::kQuiescent);
  EXPECT_TRUE(Observe().Zombies().empty());
}

TEST_F(LookTest, OrphansThatHaveEndedAreReapedBeforeTheServerCountsAsAtRest) {
  Launch(TestProgram::Reference("double-fork"));
  for (int round = 0; round < 50; ++round) {
    for (int i = 0; i < 4; ++i) Connect();
    LookUntilRest();
    for (Client& client : clients_) client.Close();
    const Look rest = LookUntilRest();
    EXPECT_EQ(rest.tasks.size(), 1u)
        << "in round " << round << ": " << rest.tasks.back().raw.state << " "
        << rest.tasks.back().wait.name << ", child of " << rest.tasks.back().raw.parent;
    clients_.clear();
  }
}

TEST_F(LookTest, APollWithATimeoutInALoopIsPeriodic) {
  Launch(std::string(kTcpServer) + R"(
int main(void) {
  struct pollfd set = {listen_on(5000, 5), POLLIN};
  for (;;) if (poll(&set, 1, 20) > 0) close(accept(set.fd, 0, 0));
})");
  EXPECT_EQ(settled_, Settled::kPeriodic);
  Client& client = Connect();
  LookUntilRest();
  EXPECT_EQ(settled_, Settled::kPeriodic);
  EXPECT_TRUE(client.seen().eof);
}

TEST_F(LookTest, AProgramThatRunsInCirclesSpins) {
  Launch(std::string(kTcpServer) + "int main(void) { listen_on(5000, 5); for (;;); }");
  EXPECT_EQ(settled_, Settled::kSpinning);
}

TEST_F(LookTest, AProgramThatEndsLeavesNobody) {
  Launch("int main(void) { return 3; }");
  EXPECT_EQ(settled_, Settled::kEnded);
}

}  // namespace
}  // namespace checker
