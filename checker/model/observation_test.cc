#include "checker/model/observation.h"

#include <gtest/gtest.h>

namespace checker {
namespace {

Target ClientTarget(int client) { return {.kind = Target::Kind::kClient, .client = client}; }

TaskSeen Task(int pid, int tid, char state) { return {.pid = pid, .tid = tid, .state = state}; }

TaskSeen WaitingOn(std::vector<Target> targets, const std::string& call = "recv") {
  TaskSeen task = Task(2, 2, 'S');
  task.call = call;
  task.waits_on = std::move(targets);
  return task;
}

TEST(TaskSeen, WaitsOnEachTargetOfItsCall) {
  const TaskSeen poll = WaitingOn({{.kind = Target::Kind::kListener}, ClientTarget(2)}, "poll");
  EXPECT_TRUE(poll.WaitsOnListener());
  EXPECT_TRUE(poll.WaitsOnClient(2));
  EXPECT_FALSE(poll.WaitsOnClient(1));
  EXPECT_FALSE(Task(2, 2, 'R').WaitsOnListener());
}

TEST(Observation, AsksTheOperatorOnlyWhereATaskReadsTheStandardInput) {
  Observation seen;
  seen.tasks = {WaitingOn({ClientTarget(1)})};
  EXPECT_FALSE(seen.AsksOperator());
  seen.tasks.push_back(WaitingOn({{.kind = Target::Kind::kStandardInput}}, "read"));
  EXPECT_TRUE(seen.AsksOperator());
}

TEST(Observation, AProcessIsReadThroughALiveThread) {
  Observation seen;
  seen.tasks = {Task(2, 2, 'Z'), Task(2, 7, 'S'), Task(3, 3, 'S'), Task(3, 4, 'S'),
                Task(5, 5, 'Z')};
  EXPECT_EQ(seen.LiveTask(2), 7);
  EXPECT_EQ(seen.LiveTask(3), 3);
  EXPECT_EQ(seen.LiveTask(5), 5);
}

TEST(Observation, SomebodyListensToAClientWhoseBytesWouldEndHisWait) {
  Observation seen;
  seen.tasks = {WaitingOn({{.kind = Target::Kind::kListener}, ClientTarget(2)}, "poll")};
  EXPECT_TRUE(seen.ListensTo(2));
  EXPECT_FALSE(seen.ListensTo(1));
}

TEST(Observation, AZombieIsALeaderWithoutALiveThread) {
  Observation seen;
  seen.tasks = {Task(2, 2, 'S'), Task(3, 3, 'Z'), Task(4, 4, 'Z'), Task(4, 9, 'S'),
                Task(5, 5, 'X'), Task(6, 6, 'Z'), Task(6, 8, 'Z')};
  std::vector<int> zombies;
  for (const TaskSeen* zombie : seen.Zombies()) zombies.push_back(zombie->pid);
  EXPECT_EQ(zombies, (std::vector<int>{3, 5, 6}));
  EXPECT_EQ(seen.LivePids(), (std::vector<int>{2, 4}));
}

TEST(Observation, NamesEveryHolderOnceAndInOrder) {
  Observation seen;
  seen.descriptors = {{.pid = 5, .fd = 4, .target = ClientTarget(1)},
                      {.pid = 3, .fd = 4, .target = ClientTarget(1)},
                      {.pid = 3, .fd = 7, .target = ClientTarget(1)},
                      {.pid = 3, .fd = 8, .target = ClientTarget(2)},
                      {.pid = 2, .fd = 3, .target = {.kind = Target::Kind::kListener}}};
  EXPECT_EQ(seen.Holders(1), (std::vector<int>{3, 5}));
  EXPECT_EQ(seen.Holders(2), std::vector<int>{3});
  EXPECT_TRUE(seen.Holders(9).empty());
  EXPECT_EQ(seen.ListenerHolders(), std::vector<int>{2});
}

TEST(Observation, FindsByNumberAndHasNothingOfAStranger) {
  Observation seen;
  seen.tasks = {Task(2, 2, 'S'), Task(2, 7, 'S')};
  seen.connections = {{.client = 1, .accepted = true}, {.client = 2}};
  seen.clients = {{.client = 1}, {.client = 2}};
  EXPECT_EQ(seen.Task(7)->pid, 2);
  EXPECT_EQ(seen.Task(8), nullptr);
  EXPECT_EQ(seen.Connection(2)->client, 2);
  EXPECT_EQ(seen.Connection(3), nullptr);
  EXPECT_EQ(seen.Client(2)->client, 2);
  EXPECT_EQ(seen.Client(3), nullptr);
  EXPECT_TRUE(seen.WasAccepted(1));
  EXPECT_FALSE(seen.WasAccepted(2));
  EXPECT_FALSE(seen.WasAccepted(3));
}

TEST(Observation, IsAtRestOrBurnsOrIsUndecided) {
  const std::vector<Settled> at_rest = {Settled::kQuiescent, Settled::kPeriodic, Settled::kEnded};
  const std::vector<Settled> burning = {Settled::kSpinning, Settled::kWaking};
  const std::vector<Settled> undecided = {Settled::kReached, Settled::kBackstop};
  Observation seen;
  for (const Settled settled : at_rest) {
    seen.settled = settled;
    EXPECT_TRUE(seen.AtRest() && !seen.Burns() && seen.Decided());
  }
  for (const Settled settled : burning) {
    seen.settled = settled;
    EXPECT_TRUE(!seen.AtRest() && seen.Burns() && seen.Decided());
  }
  for (const Settled settled : undecided) {
    seen.settled = settled;
    EXPECT_TRUE(!seen.AtRest() && !seen.Burns() && !seen.Decided());
  }
}

}  // namespace
}  // namespace checker
