// Looks made by hand: what proves rest, and what does not.
#include "checker/probe/rest.h"

#include <gtest/gtest.h>
#include <sys/syscall.h>

namespace checker {
namespace {

using std::chrono::milliseconds;

TaskLook Task(int tid, char state) {
  TaskLook task;
  task.raw = {.pid = tid,
              .tid = tid,
              .parent = 1,
              .state = state,
              .run_ns = 1'000'000,
              .times_scheduled = 10,
              .start_ticks = 500};
  return task;
}

TaskLook Sleeper(int tid, RawCall call) {
  TaskLook task = Task(tid, 'S');
  task.raw.call = call;
  task.wait = Classify(call);
  task.endless = task.wait.endless;
  return task;
}

TaskLook InAccept(int tid = 2) { return Sleeper(tid, {SYS_accept, {3}}); }
TaskLook InReceive(int tid = 3) { return Sleeper(tid, {SYS_recvfrom, {4}}); }
TaskLook InSleep(int tid = 4) { return Sleeper(tid, {SYS_clock_nanosleep, {}}); }
TaskLook InTimedPoll(int tid = 2) { return Sleeper(tid, {SYS_poll, {0x7ffc, 1, 500}}); }

// The same task after it has run `times` times.
TaskLook Ran(TaskLook task, int times = 1, milliseconds run = milliseconds(1)) {
  task.raw.times_scheduled += static_cast<std::uint64_t>(times);
  task.raw.run_ns += static_cast<std::uint64_t>(std::chrono::nanoseconds(run).count());
  return task;
}

SocketRow Row(int state, std::uint32_t unread = 0) {
  SocketRow row;
  row.state = state;
  row.receive_queue = unread;
  row.inode = 77;
  return row;
}

Look At(int ms, std::vector<TaskLook> tasks) {
  Look look;
  look.at += milliseconds(ms);
  look.tasks = std::move(tasks);
  look.listeners = {Row(10)};
  look.connections = {{1, Row(1)}};
  return look;
}

std::optional<Settled> Feed(const std::vector<Look>& looks, Habits habits = {}) {
  RestDetector detector(std::move(habits));
  std::optional<Settled> settled;
  for (const Look& look : looks) settled = detector.Feed(look);
  return settled;
}

TEST(Rest, TwoEqualLooksProveItAndOneDoesNot) {
  const Look look = At(0, {InAccept(), InReceive()});
  EXPECT_EQ(Feed({look}), std::nullopt);
  EXPECT_EQ(Feed({look, look}), Settled::kQuiescent);
}

TEST(Rest, ATaskThatRanInBetweenDisprovesIt) {
  const Look before = At(0, {InAccept(), InReceive()});
  const Look run_time = At(1, {InAccept(), Ran(InReceive(), 0)});
  const Look scheduled = At(1, {InAccept(), Ran(InReceive(), 1, milliseconds(0))});
  EXPECT_EQ(Feed({before, run_time}), std::nullopt);
  EXPECT_EQ(Feed({before, scheduled}), std::nullopt);
  EXPECT_EQ(Feed({before, scheduled, scheduled}), Settled::kQuiescent);
}

TEST(Rest, ATaskThatCameOrWentDisprovesIt) {
  const Look one = At(0, {InAccept()});
  const Look two = At(1, {InAccept(), InReceive()});
  EXPECT_EQ(Feed({one, two}), std::nullopt);
  EXPECT_EQ(Feed({two, one}), std::nullopt);
  TaskLook same_number = InReceive();
  same_number.raw.start_ticks += 1;
  EXPECT_EQ(Feed({two, At(2, {InAccept(), same_number})}), std::nullopt);
}

TEST(Rest, ATaskInAnotherCallDisprovesIt) {
  EXPECT_EQ(Feed({At(0, {InReceive()}), At(1, {Sleeper(3, {SYS_recvfrom, {5}})})}), std::nullopt);
}

TEST(Rest, WhatIsInFlightInEitherLookDisprovesIt) {
  const Look quiet = At(0, {InAccept()});
  Look busy = quiet;
  busy.in_flight = true;
  EXPECT_EQ(Feed({quiet, busy}), std::nullopt);
  EXPECT_EQ(Feed({busy, quiet}), std::nullopt);
  EXPECT_EQ(Feed({busy, busy}), std::nullopt);
  EXPECT_EQ(Feed({busy, quiet, quiet}), Settled::kQuiescent);
}

TEST(Rest, ZombiesAreComparedToo) {
  const Look alive = At(0, {InAccept(), InReceive()});
  const Look dead = At(1, {InAccept(), Task(3, 'Z')});
  EXPECT_EQ(Feed({alive, dead}), std::nullopt);
  EXPECT_EQ(Feed({alive, dead, dead}), Settled::kQuiescent);
  EXPECT_EQ(Feed({dead, At(2, {InAccept()})}), std::nullopt) << "it was reaped: somebody ran";
}

TEST(Rest, WhereOnlyZombiesOrNobodyIsLeftTheServerHasEnded) {
  const Look zombies = At(0, {Task(2, 'Z'), Task(3, 'X')});
  EXPECT_EQ(Feed({zombies, zombies}), Settled::kEnded);
  const Look nobody = At(0, {});
  EXPECT_EQ(Feed({nobody, nobody}), Settled::kEnded);
}

TEST(Rest, AZombieLeaderWithLiveThreadsHasNotEnded) {
  TaskLook thread = InAccept(3);
  thread.raw.pid = 2;
  const Look look = At(0, {Task(2, 'Z'), thread});
  EXPECT_TRUE(look.AnyoneAlive());
  EXPECT_EQ(Feed({look, look}), Settled::kQuiescent);
}

TEST(Rest, WhoRunsOrWaitsForTheDiskOrIsStoppedOrInAnUnknownCallIsNotAtRest) {
  for (const TaskLook& task : {Task(3, 'R'), Task(3, 'D'), Task(3, 'T'), Task(3, 't'), Task(3, 'S'),
                               Sleeper(3, {SYS_connect, {}}), InSleep(3), InTimedPoll(3)}) {
    const Look look = At(0, {InAccept(), task});
    EXPECT_EQ(Feed({look, look, look}), std::nullopt) << task.raw.state << task.wait.name;
  }
}

TEST(Rest, AReceiveWithATimeoutIsNotAtRest) {
  TaskLook receive = InReceive();
  receive.endless = false;  // SO_RCVTIMEO
  const Look look = At(0, {InAccept(), receive});
  EXPECT_EQ(Feed({look, look}), std::nullopt);
}

TEST(Rest, OnlyAStopOfOursIsASleep) {
  TaskLook thread = Task(6, 'T');
  thread.raw.pid = 3;
  const Look look = At(0, {InAccept(), Task(3, 'T'), thread});
  EXPECT_EQ(Feed({look, look}, {.stopped = {3}}), Settled::kQuiescent);
  EXPECT_EQ(Feed({look, look}, {.stopped = {2}}), std::nullopt);
}

TEST(Rest, ChangedSocketsDisproveItButForTheSendQueue) {
  const Look before = At(0, {InAccept()});
  Look unread = before;
  unread.connections = {{1, Row(1, 5)}};
  Look queued = before;
  queued.listeners = {Row(10, 1)};
  Look closed = before;
  closed.connections = {{1, std::nullopt}};
  Look another = before;
  another.connections.push_back({2, Row(1)});
  for (const Look& after : {unread, queued, closed, another}) {
    EXPECT_EQ(Feed({before, after}), std::nullopt);
    EXPECT_EQ(Feed({before, after, after}), Settled::kQuiescent);
  }
  Look acknowledged = before;
  acknowledged.connections[0].row->send_queue = 9;
  EXPECT_EQ(Feed({before, acknowledged}), Settled::kQuiescent);
}

TEST(Rest, UnreadBytesAloneDoNotDisproveIt) {
  Look look = At(0, {InAccept(), InReceive()});
  look.connections = {{1, Row(1, 5)}};
  EXPECT_EQ(Feed({look, look}), Settled::kQuiescent);
}

TEST(Rest, ARestartForgetsTheLookBefore) {
  const Look look = At(0, {InAccept()});
  RestDetector detector({});
  detector.Feed(look);
  detector.Restart();
  EXPECT_EQ(detector.Feed(look), std::nullopt);
  EXPECT_EQ(detector.Feed(look), Settled::kQuiescent);
}

// --- who sleeps in the background ---------------------------------------------------------------

TEST(Background, IsWhoSleepsForATimeWhileSomebodyWaitsWithoutEnd) {
  const TaskLook timed_condition = Sleeper(5, {SYS_futex, {0x7ffc, 9, 0, 0x7ffd}});
  EXPECT_EQ(BackgroundTasks(At(0, {InAccept(2), InSleep(4), timed_condition})),
            (std::set<int>{4, 5}));
  EXPECT_EQ(BackgroundTasks(At(0, {InSleep(4)})), std::set<int>());
  EXPECT_EQ(BackgroundTasks(At(0, {Task(2, 'Z'), InSleep(4)})), std::set<int>());
  EXPECT_EQ(BackgroundTasks(At(0, {InAccept(), Task(4, 'R')})), std::set<int>());
}

TEST(Background, MayBeWhoBuriesTheDeadAndIsThenWaitedFor) {
  const Habits habits{.background = {4}};
  TaskLook dead = Task(3, 'Z');
  dead.raw.parent = 4;
  const Look look = At(0, {InAccept(), dead, InSleep(4)});
  EXPECT_EQ(Feed({look, look}, habits), std::nullopt);
  EXPECT_EQ(Feed({look, At(2000, {InAccept(), dead, Ran(InSleep(4), 2)})}, habits),
            Settled::kWaking);
  dead.raw.parent = 1;
  const Look buried_by_another = At(0, {InAccept(), dead, InSleep(4)});
  EXPECT_EQ(Feed({buried_by_another, buried_by_another}, habits), Settled::kQuiescent);
}

TEST(Background, IsSetAsideButComparedAllTheSame) {
  const Habits habits{.background = {4}};
  const Look look = At(0, {InAccept(), InSleep(4)});
  EXPECT_EQ(Feed({look, look}, habits), Settled::kQuiescent);
  EXPECT_EQ(Feed({look, At(1, {InAccept(), Ran(InSleep(4))})}, habits), std::nullopt);
  EXPECT_EQ(Feed({look, At(1, {InAccept(), Ran(Task(4, 'R'))})}, habits), std::nullopt);
  const Look another = At(0, {InAccept(), InSleep(5)});
  EXPECT_EQ(Feed({another, another}, habits), std::nullopt)
      << "a handler that sleeps is no background";
}

// --- polls, wakes and spins ---------------------------------------------------------------------

TEST(Periodic, APollThatComesBackEmptyTwiceShowsIt) {
  const TaskLook poll = InTimedPoll();
  EXPECT_EQ(Feed({At(0, {poll}), At(400, {poll})}), std::nullopt);
  EXPECT_EQ(Feed({At(0, {poll}), At(510, {Ran(poll)})}), std::nullopt);
  EXPECT_EQ(Feed({At(0, {poll}), At(510, {Ran(poll)}), At(1010, {Ran(poll, 2)})}),
            Settled::kPeriodic);
}

TEST(Periodic, EveryPollerHasToHaveComeBackTwice) {
  const TaskLook first = InTimedPoll(2);
  const TaskLook second = InTimedPoll(3);
  EXPECT_EQ(Feed({At(0, {first, second}), At(900, {Ran(first, 5), Ran(second, 1)})}), std::nullopt);
  EXPECT_EQ(Feed({At(0, {first, second}), At(1010, {Ran(first, 5), Ran(second, 2)})}),
            Settled::kPeriodic);
}

TEST(Periodic, WakesBeforeAChangeOfSocketsOrTasksDoNotCount) {
  const TaskLook poll = InTimedPoll();
  Look news = At(510, {Ran(poll)});
  news.connections = {{1, Row(1, 5)}};
  Look after = At(1010, {Ran(poll, 2)});
  after.connections = news.connections;
  EXPECT_EQ(Feed({At(0, {poll}), news, after}), std::nullopt);
  EXPECT_EQ(Feed({At(0, {poll}), At(510, {Ran(poll), InReceive()}),
                  At(1010, {Ran(poll, 2), InReceive()})}),
            std::nullopt);
}

TEST(Periodic, SomethingInFlightIsNotAtRest) {
  const TaskLook poll = InTimedPoll();
  Look flying = At(1010, {Ran(poll, 2)});
  flying.in_flight = true;
  EXPECT_EQ(Feed({At(0, {poll}), At(510, {Ran(poll)}), flying}), std::nullopt);
}

TEST(Periodic, ACallThatIsKnownToComeBackEmptyNeedsTwoEqualLooks) {
  const Look look = At(0, {InTimedPoll()});
  EXPECT_EQ(Feed({look}, {.polling_calls = {SYS_poll}}), std::nullopt);
  EXPECT_EQ(Feed({look, look}, {.polling_calls = {SYS_poll}}), Settled::kPeriodic);
  EXPECT_EQ(Feed({look, look}, {.polling_calls = {SYS_epoll_wait}}), std::nullopt);
}

TEST(Periodic, TimedCallsAreThoseWithAnEndThatAreNoSleeps) {
  EXPECT_EQ(TimedCalls(At(0, {InAccept(), InTimedPoll(3), InSleep(4)})), std::set<long>{SYS_poll});
}

TEST(Waking, ASleepInALoopNeedsTwoWakesAndTime) {
  const TaskLook sleep = InSleep();
  const Look begin = At(0, {InAccept(), sleep});
  EXPECT_EQ(Feed({begin, At(1600, {InAccept(), Ran(sleep, 1)})}), std::nullopt);
  EXPECT_EQ(Feed({begin, At(1400, {InAccept(), Ran(sleep, 20)})}), std::nullopt);
  EXPECT_EQ(Feed({begin, At(1500, {InAccept(), Ran(sleep, 2)})}), Settled::kWaking);
}

TEST(Waking, OneLongSleepIsNeverRest) {
  const Look look = At(0, {InAccept(), InSleep()});
  EXPECT_EQ(Feed({look, At(5'000, {InAccept(), InSleep()}), At(15'000, {InAccept(), InSleep()})}),
            std::nullopt);
}

TEST(Waking, AServerThatIsKnownToPollBySleepingIsPeriodic) {
  const TaskLook sleep = InSleep();
  EXPECT_EQ(Feed({At(0, {sleep}), At(20, {Ran(sleep, 2)})}, {.polls_by_sleeping = true}),
            Settled::kPeriodic);
}

TEST(Spinning, IsATaskThatNeverSleepsForASecond) {
  const TaskLook spinner = Task(3, 'R');
  const Look begin = At(0, {InAccept(), spinner});
  EXPECT_EQ(Feed({begin, At(900, {InAccept(), Ran(spinner, 9, milliseconds(900))})}), std::nullopt);
  EXPECT_EQ(Feed({begin, At(1100, {InAccept(), Ran(spinner, 9, milliseconds(40))})}), std::nullopt);
  EXPECT_EQ(Feed({begin, At(1100, {InAccept(), Ran(spinner, 9, milliseconds(60))})}),
            Settled::kSpinning);
}

TEST(Spinning, IsATaskThatSleepsInBetweenButTakesALargeShareOfTheProcessor) {
  const TaskLook spinner = Task(3, 'R');
  const Look begin = At(0, {InAccept(), spinner});
  const Look asleep = At(500, {InAccept(), Ran(InReceive(3), 5, milliseconds(200))});
  EXPECT_EQ(Feed({begin, asleep, At(1100, {InAccept(), Ran(spinner, 9, milliseconds(350))})}),
            std::nullopt);
  EXPECT_EQ(Feed({begin, asleep, At(1100, {InAccept(), Ran(spinner, 9, milliseconds(450))})}),
            Settled::kSpinning);
}

TEST(Spinning, IsKnownSoonerOfAServerThatSpunBefore) {
  const TaskLook spinner = Task(3, 'R');
  const Look begin = At(0, {InAccept(), spinner});
  const Look soon = At(210, {InAccept(), Ran(spinner, 9, milliseconds(15))});
  EXPECT_EQ(Feed({begin, soon}), std::nullopt);
  EXPECT_EQ(Feed({begin, soon}, {.spins = true}), Settled::kSpinning);
}

TEST(Spinning, IsCountedFromTheLastTimeThatNobodyRan) {
  const TaskLook asleep = InTimedPoll();
  const TaskLook running = Ran(Task(2, 'R'), 1, milliseconds(500));
  const std::vector<Look> slept = {At(0, {Task(2, 'R')}), At(100, {asleep}), At(101, {asleep})};
  EXPECT_EQ(Feed({slept[0], slept[1], slept[2], At(1100, {running})}), std::nullopt);
  EXPECT_EQ(Feed({slept[0], slept[1], slept[2], At(1102, {running})}), Settled::kSpinning);
}

TEST(Spinning, TasksThatChangeInEveryLookAreNoSpinner) {
  RestDetector detector({});
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(
        detector.Feed(At(100 * i, {Ran(Task(2, 'R'), i, milliseconds(50 * i)), Task(10 + i, 'R')})),
        std::nullopt);
  }
}

TEST(Spinning, IsAServerThatForksAndForks) {
  RestDetector detector({});
  EXPECT_EQ(detector.Feed(At(0, {Task(2, 'R'), Task(10, 'R')})), std::nullopt);
  EXPECT_EQ(detector.Feed(At(10, {Task(2, 'R'), Task(1009, 'R')})), std::nullopt);
  EXPECT_EQ(detector.Feed(At(11, {Task(2, 'R'), Task(1010, 'R')})), Settled::kSpinning);
}

TEST(Spinning, NewsFromAClientBeginsTheCountOfBirthsAnew) {
  RestDetector detector({});
  EXPECT_EQ(detector.Feed(At(0, {Task(2, 'R'), Task(10, 'R')})), std::nullopt);
  detector.Restart();
  EXPECT_EQ(detector.Feed(At(10, {Task(2, 'R'), Task(1010, 'R')})), std::nullopt);
}

TEST(Idle, IsAServerThatWaitsForClientsWhateverSleepsBeside) {
  EXPECT_TRUE(IsIdleWithSleepers(At(0, {InAccept(), InSleep()})));
  EXPECT_TRUE(IsIdleWithSleepers(At(0, {Sleeper(2, {SYS_epoll_wait, {5, 0, 64, 0xffffffff}})})));
  EXPECT_FALSE(IsIdleWithSleepers(At(0, {InAccept(), Task(3, 'R')})));
  EXPECT_FALSE(IsIdleWithSleepers(At(0, {InSleep()})));
  EXPECT_FALSE(IsIdleWithSleepers(At(0, {InReceive()})));
}

}  // namespace
}  // namespace checker
