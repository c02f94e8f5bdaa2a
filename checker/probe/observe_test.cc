// Looks at programs that run in boxes: who holds what, and who waits for what.
#include "checker/probe/observe.h"

#include <sys/syscall.h>

#include "checker/probe/probe_fixture.h"

namespace checker {
namespace {

using ObserveTest = ProbeTest;

const TaskSeen& OnlyTask(const Observation& seen) {
  EXPECT_EQ(seen.tasks.size(), 1u);
  return seen.tasks.front();
}

// The descriptors under which the process holds the client.
std::vector<int> DescriptorsOf(const Observation& seen, int pid, int client) {
  std::vector<int> fds;
  for (const DescriptorSeen& descriptor : seen.descriptors) {
    if (descriptor.pid == pid && descriptor.target.IsClient(client)) fds.push_back(descriptor.fd);
  }
  return fds;
}

TEST_F(ObserveTest, SaysWhichProcessHoldsWhichClientUnderWhichDescriptor) {
  Launch(TestProgram::Reference("echo-fork"));
  Connect();
  LookUntilRest();
  Connect();
  const Observation seen = Observe();
  ASSERT_EQ(seen.LivePids().size(), 3u);
  const int server = seen.ListenerHolders().at(0);
  EXPECT_EQ(seen.ListenerHolders(), std::vector<int>{server});
  ASSERT_EQ(seen.Holders(1).size(), 1u);
  ASSERT_EQ(seen.Holders(2).size(), 1u);
  const int first = seen.Holders(1).front();
  const int second = seen.Holders(2).front();
  EXPECT_NE(first, second);
  EXPECT_EQ(seen.Task(first)->parent, server);
  EXPECT_EQ(DescriptorsOf(seen, first, 1), std::vector<int>{4});
  EXPECT_EQ(DescriptorsOf(seen, second, 2), std::vector<int>{4});
  EXPECT_TRUE(seen.Task(server)->WaitsOnListener());
  EXPECT_EQ(seen.Task(server)->call, "accept");
  EXPECT_TRUE(seen.Task(first)->WaitsOnClient(1));
  EXPECT_EQ(seen.Task(first)->call, "recv");
  EXPECT_EQ(seen.Task(first)->wait_length, 1024u);
  EXPECT_FALSE(seen.Task(first)->WaitsOnClient(2));
}

TEST_F(ObserveTest, ACopyOfADescriptorCountsAsHeld) {
  Launch(std::string(kTcpServer) + R"(
int main(void) {
  int listener = listen_on(5000, 5);
  int client = accept(listener, 0, 0);
  dup2(client, 40);
  close(client);
  if (fork() == 0) pause();
  pause();
})");
  Connect();
  const Observation seen = Observe();
  EXPECT_EQ(seen.Holders(1).size(), 2u);
  for (const int pid : seen.Holders(1))
    EXPECT_EQ(DescriptorsOf(seen, pid, 1), std::vector<int>{40});
}

TEST_F(ObserveTest, AClientInTheQueueIsHeldByNobodyAndItsBytesAreUnread) {
  Launch(TestProgram::Reference("iterative"));
  Connect();
  LookUntilRest();
  Connect();
  LookUntilRest();
  clients_[1].Send("hello");
  const Observation seen = Observe();
  EXPECT_TRUE(seen.Connection(1)->accepted);
  EXPECT_FALSE(seen.Connection(2)->accepted);
  EXPECT_TRUE(seen.Connection(2)->in_queue);
  EXPECT_EQ(seen.Connection(2)->unread, 5u);
  EXPECT_EQ(seen.Connection(2)->received, 5u);
  EXPECT_TRUE(seen.Holders(2).empty());
  ASSERT_EQ(seen.listeners.size(), 1u);
  EXPECT_EQ(seen.listeners[0].queued, 1);
  EXPECT_EQ(seen.listeners[0].backlog, 16);
  EXPECT_EQ(seen.listeners[0].port, kPort);
}

TEST_F(ObserveTest, AConnectionThatWasShutDownIsStillHeldThoughTheKernelHasForgottenIt) {
  Launch(std::string(kTcpServer) + R"(
int main(void) {
  int listener = listen_on(5000, 5);
  int client = accept(listener, 0, 0);
  char byte;
  recv(client, &byte, 1, 0);
  shutdown(client, SHUT_RDWR);
  pause();
})");
  Client& client = Connect();
  LookUntilRest();
  client.Send("x");
  LookUntilRest();
  EXPECT_TRUE(client.seen().eof);
  client.Close();
  const Observation seen = Observe();
  EXPECT_EQ(seen.Holders(1), std::vector<int>{OnlyTask(seen).pid});
  EXPECT_TRUE(seen.Connection(1)->accepted);
}

TEST_F(ObserveTest, AClosedConnectionIsHeldByNobodyAndIsNotTakenForQueued) {
  Launch(std::string(kTcpServer) + R"(
int main(void) {
  int listener = listen_on(5000, 5);
  close(accept(listener, 0, 0));
  pause();
})");
  Connect();
  const Observation seen = Observe();
  EXPECT_TRUE(clients_[0].seen().eof);
  EXPECT_TRUE(seen.Holders(1).empty());
  EXPECT_FALSE(seen.Connection(1) != nullptr && seen.Connection(1)->in_queue &&
               seen.Connection(1)->accepted);
}

// --- polls --------------------------------------------------------------------------------------

// Takes two clients and then waits for the listener and both of them.
std::string PollingServer(const std::string& wait) {
  return std::string(kTcpServer) + R"(
int main(void) {
  int listener = listen_on(5000, 5);
  int first = accept(listener, 0, 0), second = accept(listener, 0, 0);
  )" + wait +
         R"(
})";
}

void ExpectToWaitOnAll(const Observation& seen, const std::string& call) {
  const TaskSeen& task = OnlyTask(seen);
  EXPECT_EQ(task.call, call);
  EXPECT_TRUE(task.endless);
  EXPECT_EQ(task.call_fds.size(), 3u);
  EXPECT_EQ(task.waits_on.size(), task.call_fds.size());
  EXPECT_TRUE(task.WaitsOnListener());
  EXPECT_TRUE(task.WaitsOnClient(1));
  EXPECT_TRUE(task.WaitsOnClient(2));
}

TEST_F(ObserveTest, ATaskInPollWaitsOnEveryDescriptorOfItsSet) {
  Launch(PollingServer(R"(
  struct pollfd set[] = {{listener, POLLIN}, {first, POLLIN}, {second, POLLIN}, {-1, POLLIN}};
  poll(set, 4, -1);)"));
  Connect();
  LookUntilRest();
  Connect();
  ExpectToWaitOnAll(Observe(), "poll");
}

TEST_F(ObserveTest, ATaskInSelectWaitsOnEveryDescriptorOfItsSet) {
  Launch(PollingServer(R"(
  fd_set set;
  FD_ZERO(&set);
  FD_SET(listener, &set);
  FD_SET(first, &set);
  FD_SET(second, &set);
  select(second + 1, &set, 0, 0, 0);)"));
  Connect();
  LookUntilRest();
  Connect();
  ExpectToWaitOnAll(Observe(), "select");
}

TEST_F(ObserveTest, ATaskInEpollWaitWaitsOnEveryDescriptorOfItsSet) {
  Launch(PollingServer(R"(
  int set = epoll_create1(0), all[] = {listener, first, second}, i;
  struct epoll_event event = {.events = EPOLLIN};
  for (i = 0; i < 3; i++) epoll_ctl(set, EPOLL_CTL_ADD, all[i], &event);
  epoll_wait(set, &event, 1, -1);)"));
  Connect();
  LookUntilRest();
  Connect();
  ExpectToWaitOnAll(Observe(), "epoll_wait");
}

// --- other waits --------------------------------------------------------------------------------

TEST_F(ObserveTest, AReadOfTheStandardInputIsAQuestionToTheOperatorAlsoThroughACopy) {
  for (const char* wait :
       {"scanf(\"%*d\");", "char byte; int copy = dup(0); close(0); read(copy, &byte, 1);"}) {
    Launch(std::string(kTcpServer) + "int main(void) { " + wait + " }");
    const Observation seen = Observe();
    EXPECT_TRUE(seen.AsksOperator()) << wait;
    EXPECT_EQ(OnlyTask(seen).waits_on.at(0).kind, Target::Kind::kStandardInput) << wait;
  }
}

TEST_F(ObserveTest, AReadOfAPipeIsNoQuestionToTheOperator) {
  Launch(std::string(kTcpServer) +
         "int main(void) { int ends[2]; char byte; pipe(ends); read(ends[0], &byte, 1); }");
  const Observation seen = Observe();
  EXPECT_FALSE(seen.AsksOperator());
  EXPECT_EQ(OnlyTask(seen).waits_on.at(0).kind, Target::Kind::kPipe);
}

TEST_F(ObserveTest, AZombieHasItsExitStatusAndHoldsNothing) {
  Launch(std::string(kTcpServer) + R"(
int main(void) {
  int listener = listen_on(5000, 5);
  for (;;) {
    int client = accept(listener, 0, 0);
    if (fork() == 0) exit(3);
    close(client);
  }
})");
  Connect();
  const Observation seen = Observe();
  ASSERT_EQ(seen.Zombies().size(), 1u);
  EXPECT_EQ(seen.Zombies()[0]->exit_status, W_EXITCODE(3, 0));
  EXPECT_TRUE(seen.Holders(1).empty());
  EXPECT_TRUE(seen.alive);
}

TEST_F(ObserveTest, OneProcessCanBeAskedForItsDescriptorsAlone) {
  Launch(TestProgram::Reference("echo-fork"));
  Connect();
  const Look look = LookUntilRest();
  const Observation seen = Observe();
  const auto alone = ObserveDescriptors(*box_, look, seen.Holders(1).at(0));
  ASSERT_EQ(alone.size(), 4u);
  EXPECT_TRUE(alone[3].target.IsClient(1));
  EXPECT_TRUE(ObserveDescriptors(*box_, look, 30000).empty());
}

}  // namespace
}  // namespace checker
