#include "checker/judge/lives.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace checker {
namespace {

const Target kListening = {.kind = Target::Kind::kListener};
Target Of(int client) { return {.kind = Target::Kind::kClient, .client = client}; }

TaskSeen Task(int pid, int parent, int tid = 0) {
  return {.pid = pid, .tid = tid == 0 ? pid : tid, .parent = parent, .state = 'S'};
}

TaskSeen ZombieOf(int pid, int parent, int status) {
  return {.pid = pid, .tid = pid, .parent = parent, .state = 'Z', .exit_status = status};
}

// A server, pid 2, that listens as fd 3.
Observation Idle(int at_ms) {
  Observation seen;
  seen.at_ms = at_ms;
  seen.alive = true;
  seen.tasks = {Task(2, 1)};
  seen.descriptors = {{.pid = 2, .fd = 3, .target = kListening}};
  return seen;
}

// Its child, pid 3, serves client 1 as fd 4.
Observation Served(int at_ms) {
  Observation seen = Idle(at_ms);
  seen.tasks.push_back(Task(3, 2));
  seen.descriptors.push_back({.pid = 3, .fd = 4, .target = Of(1)});
  seen.clients = {{.client = 1, .connected = true}};
  seen.connections = {{.client = 1, .accepted = true}};
  return seen;
}

Observation Left(int at_ms) {
  Observation seen = Idle(at_ms);
  seen.clients = {{.client = 1, .connected = true, .half_closed = true, .gone = true}};
  seen.connections = {{.client = 1, .accepted = true}};
  return seen;
}

Lives Of(std::vector<Observation> moments) {
  Evidence evidence;
  for (Observation& seen : moments) evidence.moments.push_back({"", std::move(seen)});
  return LivesIn(evidence);
}

// "8 accept 2 fd 4 client 1"
std::string Words(const TimelineEvent& event) {
  std::string words =
      std::to_string(event.at_ms) + " " + event.kind + " " + std::to_string(event.pid);
  if (event.fd) words += " fd " + std::to_string(*event.fd);
  if (event.client) words += " client " + std::to_string(*event.client);
  return words;
}

std::vector<std::string> Words(const Lives& lives) {
  std::vector<std::string> words;
  for (const TimelineEvent& event : lives.timeline) words.push_back(Words(event));
  return words;
}

using Strings = std::vector<std::string>;

TEST(Lives, WithoutMomentsThereIsNothing) {
  EXPECT_TRUE(LivesIn(Evidence()).processes.empty());
  EXPECT_TRUE(LivesIn(Evidence()).timeline.empty());
}

TEST(Lives, AChildIsBornServesEndsAndIsReaped) {
  const Lives lives = Of({Idle(1), Served(5), Left(9)});
  EXPECT_EQ(Words(lives),
            (Strings{"1 open 2 fd 3", "5 connect 0 client 1", "5 accept 2 fd 4 client 1",
                     "5 fork 2", "5 open 3 fd 4 client 1", "5 close 2 fd 4 client 1",
                     "9 close 0 client 1", "9 close 3 fd 4 client 1", "9 exit 3", "9 reap 2"}));
  ASSERT_EQ(lives.processes.size(), 2u);
  EXPECT_EQ(lives.processes[0].role, ProcessRole::kServer);
  EXPECT_EQ(lives.processes[0].parent, 0);
  EXPECT_EQ(lives.processes[0].ended_ms, std::nullopt);
  EXPECT_EQ(lives.processes[1].role, ProcessRole::kChild);
  EXPECT_EQ(lives.processes[1].parent, 2);
  EXPECT_EQ(lives.processes[1].born_ms, 5);
  EXPECT_EQ(lives.processes[1].ended_ms, 9);
  EXPECT_EQ(lives.processes[1].reaped_ms, 9);
}

TEST(Lives, AZombieHasEndedAndIsNotReaped) {
  Observation left = Left(9);
  left.tasks.push_back(ZombieOf(3, 2, 3 << 8));
  const Lives lives = Of({Idle(1), Served(5), left});
  EXPECT_EQ(lives.processes[1].ended_ms, 9);
  EXPECT_EQ(lives.processes[1].reaped_ms, std::nullopt);
  EXPECT_EQ(lives.processes[1].exit_status, 3 << 8);
}

TEST(Lives, ADescriptorThatTheParentKeepsIsNotClosed) {
  Observation served = Served(5);
  served.descriptors.push_back({.pid = 2, .fd = 4, .target = Of(1)});
  Observation left = Left(9);
  left.descriptors.push_back({.pid = 2, .fd = 4, .target = Of(1)});
  const Strings words = Words(Of({Idle(1), served, left}));
  EXPECT_NE(std::find(words.begin(), words.end(), "5 accept 2 fd 4 client 1"), words.end());
  EXPECT_EQ(std::find(words.begin(), words.end(), "9 close 2 fd 4 client 1"), words.end());
}

TEST(Lives, AProcessThatWasThereBeforeItsClientsIsAWorkerAndAcceptsItself) {
  Observation idle = Idle(1);
  idle.tasks.push_back(Task(3, 2));
  const Lives lives = Of({idle, Served(5)});
  EXPECT_EQ(lives.processes[1].role, ProcessRole::kWorker);
  EXPECT_EQ(Words(lives).back(), "5 accept 3 fd 4 client 1");
}

TEST(Lives, AThreadIsClonedAndEndsWithoutBeingReaped) {
  Observation served = Idle(5);
  served.tasks.push_back(Task(2, 1, 7));
  const Lives lives = Of({Idle(1), served, Idle(9)});
  EXPECT_EQ(Words(lives), (Strings{"1 open 2 fd 3", "5 clone 2", "9 exit 7"}));
  ASSERT_EQ(lives.processes.size(), 2u);
  EXPECT_EQ(lives.processes[1].role, ProcessRole::kThread);
  EXPECT_EQ(lives.processes[1].ended_ms, 9);
  EXPECT_EQ(lives.processes[1].reaped_ms, std::nullopt);
}

TEST(Lives, AClientThatNobodyTookHasOnlyConnected) {
  Observation queued = Idle(5);
  queued.clients = {{.client = 1, .connected = true, .bytes_sent = 6}};
  queued.connections = {{.client = 1, .in_queue = true}};
  EXPECT_EQ(Words(Of({Idle(1), queued})),
            (Strings{"1 open 2 fd 3", "5 connect 0 client 1", "5 send 0 client 1"}));
}

TEST(Lives, AServerThatEndedSaysHow) {
  Observation ended;
  ended.at_ms = 9;
  ended.end_status = 11;
  const Lives lives = Of({Idle(1), ended});
  EXPECT_EQ(lives.processes[0].ended_ms, 9);
  EXPECT_EQ(lives.processes[0].exit_status, 11);
}

}  // namespace
}  // namespace checker
