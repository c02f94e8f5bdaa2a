// Programs whose handlers are gone before anybody can look.
#include "checker/probe/tracer.h"

#include <signal.h>

#include <algorithm>

#include "checker/probe/probe_fixture.h"

namespace checker {
namespace {

struct Exit {
  int pid;
  int status;
  std::vector<DescriptorSeen> descriptors;

  bool HoldsClient(int client) const {
    return std::any_of(
        descriptors.begin(), descriptors.end(),
        [client](const DescriptorSeen& seen) { return seen.target.IsClient(client); });
  }
  bool HoldsListener() const {
    return std::any_of(descriptors.begin(), descriptors.end(),
                       [](const DescriptorSeen& seen) { return seen.target.IsListener(); });
  }
};

class TracerTest : public ProbeTest {
 protected:
  void LaunchTraced(const std::string& source) {
    Launch(source);
    if (!box_) return;
    tracer_ = std::make_unique<Tracer>(box_.get());
    std::vector<int> tids;
    for (const TaskLook& task : TakeLook().tasks) tids.push_back(task.raw.tid);
    const auto seized = tracer_->SeizeAll(tids);
    if (!seized) GTEST_SKIP() << seized.error().Text();
  }

  void TearDown() override { tracer_.reset(); }

  // Pumps until enough has been seen.
  template <typename Enough>
  void PumpUntil(Enough enough) {
    const auto deadline = sandbox::Deadline::After(std::chrono::seconds(20));
    while (!enough() && !deadline.passed()) {
      tracer_->Pump([this](int pid, int status) {
        exits_.push_back({pid, status, ObserveDescriptors(*box_, TakeLook(), pid)});
      });
      Pump();
      sched_yield();
    }
    EXPECT_TRUE(enough()) << tracer_->births().size() << " births, " << exits_.size() << " exits";
  }

  void PumpUntilExits(std::size_t count) {
    PumpUntil([&] { return exits_.size() >= count; });
  }

  std::unique_ptr<Tracer> tracer_;
  std::vector<Exit> exits_;
};

// The child does this with its client and ends; the parent reaps it.
std::string ForkServer(const std::string& child) {
  return std::string(kTcpServer) + R"(
static void reap(int signal) { while (waitpid(-1, 0, WNOHANG) > 0); }
int main(void) {
  struct sigaction action = {.sa_handler = reap, .sa_flags = SA_RESTART};
  sigaction(SIGCHLD, &action, 0);
  int listener = listen_on(5000, 5);
  for (;;) {
    int client = accept(listener, 0, 0);
    if (client < 0) continue;
    if (fork() == 0) {
      )" +
         child + R"(
    }
    close(client);
  }
})";
}

TEST_F(TracerTest, AChildThatEndsAtOnceIsSeenBornAndEndingWithItsDescriptors) {
  LaunchTraced(ForkServer("close(listener); exit(3);"));
  if (IsSkipped() || HasFailure()) return;
  Connect();
  PumpUntilExits(1);
  ASSERT_EQ(tracer_->births().size(), 1u);
  const Birth& birth = tracer_->births()[0];
  EXPECT_EQ(birth.parent, box_->pid());
  EXPECT_FALSE(birth.is_thread);
  ASSERT_EQ(exits_.size(), 1u);
  EXPECT_EQ(exits_[0].pid, birth.pid);
  EXPECT_EQ(exits_[0].status, W_EXITCODE(3, 0));
  EXPECT_TRUE(exits_[0].HoldsClient(1));
  EXPECT_FALSE(exits_[0].HoldsListener());
}

TEST_F(TracerTest, WhatAChildHasClosedItDoesNotHoldAtItsEnd) {
  LaunchTraced(ForkServer("close(client); exit(0);"));
  if (IsSkipped() || HasFailure()) return;
  Connect();
  PumpUntilExits(1);
  ASSERT_EQ(exits_.size(), 1u);
  EXPECT_FALSE(exits_[0].HoldsClient(1));
  EXPECT_TRUE(exits_[0].HoldsListener());
}

TEST_F(TracerTest, EveryOneOfManyQuickChildrenIsSeen) {
  LaunchTraced(ForkServer("exit(0);"));
  if (IsSkipped() || HasFailure()) return;
  for (std::size_t count = 1; count <= 30; ++count) {
    Connect();
    PumpUntilExits(count);
  }
  EXPECT_EQ(tracer_->births().size(), 30u);
  EXPECT_EQ(exits_.size(), 30u);
}

TEST_F(TracerTest, AChildOfAChildIsSeenWithItsOwnParent) {
  LaunchTraced(ForkServer("if (fork() == 0) exit(5); wait(0); exit(4);"));
  if (IsSkipped() || HasFailure()) return;
  Connect();
  PumpUntilExits(2);
  ASSERT_EQ(tracer_->births().size(), 2u);
  EXPECT_EQ(tracer_->births()[1].parent, tracer_->births()[0].pid);
  ASSERT_EQ(exits_.size(), 2u);
  EXPECT_EQ(exits_[0].status, W_EXITCODE(5, 0));
  EXPECT_EQ(exits_[1].status, W_EXITCODE(4, 0));
}

TEST_F(TracerTest, AChildThatASignalKillsIsSeenWithTheSignal) {
  LaunchTraced(ForkServer("raise(SIGSEGV);"));
  if (IsSkipped() || HasFailure()) return;
  Connect();
  PumpUntilExits(1);
  ASSERT_EQ(exits_.size(), 1u);
  EXPECT_EQ(exits_[0].status & 0x7f, SIGSEGV);
  EXPECT_TRUE(exits_[0].HoldsClient(1));
}

TEST_F(TracerTest, AThreadThatEndsAtOnceIsSeenBornAsAThreadAndItsEndIsNoExit) {
  LaunchTraced(std::string(kTcpServer) + R"(
static void *serve(void *client) { close((int)(long)client); return 0; }
int main(void) {
  int listener = listen_on(5000, 5);
  for (;;) {
    pthread_t thread;
    pthread_create(&thread, 0, serve, (void *)(long)accept(listener, 0, 0));
    pthread_join(thread, 0);
  }
})");
  if (IsSkipped() || HasFailure()) return;
  Client& client = Connect();
  PumpUntil([&] { return client.seen().eof; });
  ASSERT_EQ(tracer_->births().size(), 1u);
  EXPECT_TRUE(tracer_->births()[0].is_thread);
  EXPECT_EQ(tracer_->births()[0].parent, box_->pid());
  EXPECT_TRUE(exits_.empty());
}

TEST_F(TracerTest, SignalsReachATracedProgram) {
  LaunchTraced(std::string(kTcpServer) + R"(
static volatile sig_atomic_t stop;
static void note(int signal) { stop = 1; }
int main(void) {
  struct sigaction action = {.sa_handler = note};
  sigaction(SIGTERM, &action, 0);
  while (!stop) pause();
  return 7;
})");
  if (IsSkipped() || HasFailure()) return;
  ASSERT_TRUE(box_->Signal(box_->pid(), SIGTERM));
  PumpUntilExits(1);
  ASSERT_EQ(exits_.size(), 1u);
  EXPECT_EQ(exits_[0].status, W_EXITCODE(7, 0));
  std::optional<sandbox::Termination> end;
  PumpUntil([&] { return (end = box_->PollEnd()).has_value(); });
  EXPECT_EQ(end, sandbox::Termination(sandbox::Exited{7}));
}

TEST_F(TracerTest, AServerThatIsLetGoOfLivesAndServes) {
  LaunchTraced(TestProgram::Reference("echo-fork"));
  if (IsSkipped() || HasFailure()) return;
  Connect();
  PumpUntil([&] { return tracer_->births().size() == 1; });
  tracer_.reset();
  clients_[0].Send("first");
  Connect();
  LookUntilRest();
  clients_[1].Send("second");
  const Observation seen = Observe();
  EXPECT_EQ(clients_[0].seen().received, "first");
  EXPECT_EQ(clients_[1].seen().received, "second");
  EXPECT_EQ(seen.LivePids().size(), 3u);
  for (const TaskSeen& task : seen.tasks) EXPECT_EQ(task.state, 'S');
  EXPECT_FALSE(box_->PollEnd());
}

TEST_F(TracerTest, LettingGoInTheMidstOfBirthsLeavesNobodyStopped) {
  for (int round = 0; round < 20; ++round) {
    LaunchTraced(TestProgram::Reference("echo-fork"));
    if (IsSkipped() || HasFailure()) return;
    Connect();
    Connect();
    tracer_->Pump([](int, int) {});
    tracer_.reset();  // what has been born may be known or not
    LookUntilRest();
    EXPECT_EQ(settled_, Settled::kQuiescent);
    EXPECT_EQ(Observe().LivePids().size(), 3u);
    clients_.clear();
  }
}

TEST_F(TracerTest, ABoxThatWasTracedCanBeKilled) {
  LaunchTraced(TestProgram::Reference("echo-fork"));
  if (IsSkipped() || HasFailure()) return;
  Connect();
  PumpUntil([&] { return tracer_->births().size() == 1; });
  tracer_.reset();
  const auto killed = box_->KillAll();
  EXPECT_TRUE(killed) << killed.error().Text();
}

TEST_F(TracerTest, ATracedProgramThatIsKilledDoesNotKeepItsBox) {
  LaunchTraced(TestProgram::Reference("echo-fork"));
  if (IsSkipped() || HasFailure()) return;
  Connect();
  PumpUntil([&] { return tracer_->births().size() == 1; });
  ASSERT_TRUE(box_->Signal(box_->pid(), SIGKILL));
  tracer_.reset();
  const auto killed = box_->KillAll();
  EXPECT_TRUE(killed) << killed.error().Text();
}

}  // namespace
}  // namespace checker
