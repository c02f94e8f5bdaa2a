#include "checker/judge/sentences.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

namespace checker {
namespace {

Target ListenerTarget() { return {.kind = Target::Kind::kListener}; }
Target ClientTarget(int client) { return {.kind = Target::Kind::kClient, .client = client}; }

TaskSeen Waiting(int pid, const std::string& call, std::vector<int> fds,
                 std::vector<Target> targets) {
  TaskSeen task{.pid = pid, .tid = pid, .parent = 1, .state = 'S', .call = call};
  task.call_fds = std::move(fds);
  task.waits_on = std::move(targets);
  task.endless = true;
  return task;
}

TaskSeen InAccept(int pid) { return Waiting(pid, "accept", {3}, {ListenerTarget()}); }
TaskSeen InReceive(int pid, int client) {
  return Waiting(pid, "recv", {4}, {ClientTarget(client)});
}

TaskSeen Zombie(int pid, int status) {
  return {.pid = pid, .tid = pid, .parent = 2, .state = 'Z', .exit_status = status};
}

// A fork server with one client; the second stands in the queue.
Observation OneServed() {
  Observation seen;
  seen.settled = Settled::kQuiescent;
  seen.alive = true;
  seen.tasks = {InAccept(2), InReceive(3, 1)};
  seen.descriptors = {{.pid = 2, .fd = 3, .target = ListenerTarget()},
                      {.pid = 3, .fd = 4, .target = ClientTarget(1)}};
  using State = ConnectionSeen::State;
  seen.connections = {{.client = 1, .state = State::kEstablished, .accepted = true, .inode = 7},
                      {.client = 2, .state = State::kEstablished, .in_queue = true, .unread = 6}};
  seen.clients = {{.client = 1, .connected = true}, {.client = 2, .connected = true}};
  return seen;
}

TEST(Sentences, SayWhatATaskWaitsFor) {
  EXPECT_EQ(Describe(InAccept(2)), "pid 2 is blocked in accept() on the listening socket (fd 3)");
  EXPECT_EQ(Describe(InReceive(3, 1)), "pid 3 is blocked in recv() on client 1's socket (fd 4)");
  EXPECT_EQ(Describe(Waiting(2, "wait", {}, {})), "pid 2 is blocked in wait()");
  EXPECT_EQ(Describe(Waiting(2, "read", {0}, {{.kind = Target::Kind::kStandardInput}})),
            "pid 2 is blocked in read() on its standard input (fd 0)");
  EXPECT_EQ(Describe(Waiting(2, "read", {9}, {Target()})),
            "pid 2 is blocked in read() on fd 9, which is not open");
  TaskSeen thread = InReceive(2, 1);
  thread.tid = 5;
  EXPECT_EQ(Describe(thread), "thread 5 of pid 2 is blocked in recv() on client 1's socket (fd 4)");
}

TEST(Sentences, SayAllThatAPollWaitsForUpToFour) {
  EXPECT_EQ(
      Describe(Waiting(2, "poll", {3, 4}, {ListenerTarget(), ClientTarget(1)})),
      "pid 2 is blocked in poll() on the listening socket (fd 3) and client 1's socket (fd 4)");
  std::vector<int> fds;
  std::vector<Target> targets;
  for (int i = 1; i <= 6; ++i) {
    fds.push_back(i + 3);
    targets.push_back(ClientTarget(i));
  }
  EXPECT_EQ(Describe(Waiting(2, "poll", fds, targets)),
            "pid 2 is blocked in poll() on client 1's socket (fd 4), client 2's socket (fd 5), "
            "client 3's socket (fd 6), "
            "client 4's socket (fd 7) and 2 more");
}

TEST(Sentences, SayWhoRunsWhoIsStoppedAndWhoIsDead) {
  EXPECT_EQ(Describe({.pid = 2, .tid = 2, .state = 'R'}), "pid 2 is running");
  EXPECT_EQ(Describe({.pid = 2, .tid = 2, .state = 'T'}), "pid 2 is stopped");
  EXPECT_EQ(Describe({.pid = 2, .tid = 2, .state = 'D'}), "pid 2 is in state D");
  EXPECT_EQ(Describe(Zombie(3, W_EXITCODE(1, 0))),
            "pid 3 is a zombie: it exited with status 1, and pid 2 has not reaped it");
}

TEST(Sentences, SayHowAProcessEnded) {
  EXPECT_EQ(DescribeEnd(W_EXITCODE(0, 0)), "exited with status 0");
  EXPECT_EQ(DescribeEnd(W_EXITCODE(255, 0)), "exited with status 255");
  EXPECT_EQ(DescribeEnd(W_EXITCODE(0, SIGSEGV)), "was killed by signal 11 (SIGSEGV)");
  EXPECT_EQ(DescribeEnd(W_EXITCODE(0, SIGABRT) | 0x80), "was killed by signal 6 (SIGABRT)");
  EXPECT_EQ(DescribeEnd(W_EXITCODE(0, 40)), "was killed by signal 40 (SIG?)");
}

TEST(Sentences, CountTasksWithoutTheDead) {
  Observation seen = OneServed();
  EXPECT_EQ(DescribeTasks(seen), Describe(InAccept(2)) + "; " + Describe(InReceive(3, 1)));
  EXPECT_EQ(DescribeTasks(seen, 1), Describe(InAccept(2)) + "; and 1 more");
  seen.tasks = {Zombie(3, 0)};
  EXPECT_EQ(DescribeTasks(seen), "no process of the server is left");
}

TEST(Sentences, PutNumbersAndWordsTogether) {
  EXPECT_EQ(Pids({3}), "pid 3");
  EXPECT_EQ(Pids({3, 5}), "pids 3 and 5");
  EXPECT_EQ(Pids({3, 5, 7}), "pids 3, 5 and 7");
  EXPECT_EQ(Joined({}), "");
  EXPECT_EQ(Joined({"a", "b"}), "a, b");
  EXPECT_EQ(Plural(0, "client"), "0 clients");
  EXPECT_EQ(Plural(1, "client"), "1 client");
  EXPECT_EQ(Plural(2, "client"), "2 clients");
}

TEST(Sentences, SayWhereAClientIs) {
  Observation seen = OneServed();
  EXPECT_EQ(DescribeConnection(seen, 1),
            "client 1's connection is held by pid 3 with 0 unread bytes");
  EXPECT_EQ(DescribeConnection(seen, 2), "client 2 waits in the accept queue with 6 unread bytes");
  EXPECT_EQ(DescribeConnection(seen, 3), "client 3's connection is closed");
  seen.clients[1].refused = true;
  EXPECT_EQ(DescribeConnection(seen, 2), "client 2 was refused");
  seen.descriptors.clear();
  EXPECT_EQ(DescribeConnection(seen, 1), "no process holds client 1's connection any more");
}

TEST(Sentences, TellAPartnerFromItsClient) {
  Observation seen = OneServed();
  seen.connections.push_back(
      {.client = 1 + kPartner, .state = ConnectionSeen::State::kEstablished, .in_queue = true});
  EXPECT_EQ(DescribeConnection(seen, 1 + kPartner),
            "client 1's partner waits in the accept queue with 0 unread bytes");
}

TEST(Sentences, SayThatTheQueueIsFullForAClientThatIsNotConnected) {
  Observation seen = OneServed();
  seen.clients.push_back({.client = 3});
  EXPECT_EQ(DescribeConnection(seen, 3),
            "client 3 waits to be connected: the accept queue is full");
}

TEST(Sentences, QuoteBytesThatNobodyCanRead) {
  EXPECT_EQ(Quoted("hello\r\n"), "\"hello\\r\\n\"");
  EXPECT_EQ(Quoted(std::string_view("\0\x1b\x7f\xff", 4)), "\"\\x00\\x1b\\x7f\\xff\"");
  EXPECT_EQ(Quoted(std::string(60, 'a')), "\"" + std::string(60, 'a') + "\"");
  EXPECT_EQ(Quoted(std::string(100, 'a')), "\"" + std::string(60, 'a') + "\" and 40 more bytes");
}

TEST(Sentences, GiveTheLinesOfEvidence) {
  Observation seen = OneServed();
  seen.at_ms = 12;
  seen.end_status = W_EXITCODE(2, 0);
  const auto lines = Lines(seen);
  ASSERT_EQ(lines.size(), 7u);
  EXPECT_EQ(lines[0].kind, EvidenceKind::kCall);
  EXPECT_EQ(lines[0].pid, 2);
  EXPECT_EQ(lines[0].fd, 3);
  EXPECT_EQ(lines[2].text, "pid 2 holds the listening socket (fd 3)");
  EXPECT_EQ(lines[3].client, 1);
  EXPECT_EQ(lines[6].text, "the started process exited with status 2");
  for (const EvidenceLine& line : lines) EXPECT_EQ(line.at_ms, 12);
}

TEST(Sentences, GiveNotMoreLinesThanAnybodyReads) {
  Observation seen;
  for (int pid = 2; pid < 300; ++pid) seen.tasks.push_back(InAccept(pid));
  EXPECT_EQ(Lines(seen).size(), 40u);
}

TEST(Sentences, KnowWhoWasBornSince) {
  Observation before;
  before.tasks = {InAccept(2)};
  Observation after = before;
  TaskSeen thread = InReceive(2, 1);
  thread.tid = 6;
  after.tasks.insert(after.tasks.end(), {InReceive(3, 1), Zombie(4, 0), thread});
  EXPECT_EQ(BornSince(before, after), std::set<int>{3});
  const auto threads = ThreadsBornSince(before, after);
  ASSERT_EQ(threads.size(), 1u);
  EXPECT_EQ(threads[0]->tid, 6);
  EXPECT_TRUE(BornSince(after, after).empty());
  EXPECT_TRUE(ThreadsBornSince(after, after).empty());
}

TEST(Sentences, KnowTheDescriptorOfASocket) {
  const Observation seen = OneServed();
  EXPECT_EQ(DescriptorOf(seen, 3, 1), 4);
  EXPECT_EQ(DescriptorOf(seen, 2, 1), std::nullopt);
  EXPECT_EQ(ListenerDescriptorOf(seen, 2), 3);
  EXPECT_EQ(ListenerDescriptorOf(seen, 3), std::nullopt);
}

// --- small judgements ---------------------------------------------------------------------------

TEST(FailIfEnded, SaysHowAServerEndedAndNothingOfOneThatLives) {
  Observation seen = OneServed();
  EXPECT_FALSE(FailIfEnded(seen, "after its first client left"));
  seen.alive = false;
  EXPECT_EQ(FailIfEnded(seen, "after its first client left")->rationale,
            "The server ended after its first client left.");
  seen.end_status = W_EXITCODE(0, SIGPIPE);
  const auto verdict = FailIfEnded(seen, "after its first client left");
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->outcome, Outcome::kFail);
  EXPECT_EQ(verdict->proof, Proof::kEvent);
  EXPECT_EQ(verdict->rationale,
            "The server was killed by signal 13 (SIGPIPE) after its first client left.");
}

std::optional<Verdict> JudgeServed(Served served, Settled settled = Settled::kQuiescent,
                                   bool certain = true) {
  ExchangeSeen exchange;
  exchange.client = 2;
  exchange.served = served;
  exchange.reply_is_certain = certain;
  exchange.received = "odd";
  exchange.after = OneServed();
  exchange.after.settled = settled;
  return FailUnlessServed(exchange, "The second client", "while the first was silent");
}

// Client 1 was accepted by pid 2 and has said something that nobody has read.
Observation OneForgotten() {
  Observation seen = OneServed();
  seen.tasks = {InAccept(2)};
  seen.descriptors = {{.pid = 2, .fd = 3, .target = ListenerTarget()},
                      {.pid = 2, .fd = 4, .target = ClientTarget(1)}};
  seen.connections.front().unread = 6;
  return seen;
}

TEST(FailIfNobodyReads, BlamesWhoAcceptsAndForgets) {
  const ExchangeSeen said{.client = 1, .served = Served::kSilent};
  const auto verdict = FailIfNobodyReads(said, OneForgotten(), "The client");
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->rationale,
            "The client was accepted, but nobody will ever read what it says: pid 2 is blocked in "
            "accept() on the listening socket (fd 3), and client 1's connection is held by pid 2 "
            "with 6 unread bytes.");
}

TEST(FailIfNobodyReads, SaysNothingWhereSomebodyMayStillRead) {
  const ExchangeSeen said{.client = 1, .served = Served::kSilent};
  Observation listened_to = OneForgotten();
  listened_to.tasks.push_back(InReceive(3, 1));
  EXPECT_FALSE(FailIfNobodyReads(said, listened_to, "The client"));
  Observation busy = OneForgotten();
  busy.tasks = {Waiting(2, "read", {0}, {{.kind = Target::Kind::kStandardInput}})};
  EXPECT_FALSE(FailIfNobodyReads(said, busy, "The client"));
  Observation read = OneForgotten();
  read.connections.front().unread = 0;
  EXPECT_FALSE(FailIfNobodyReads(said, read, "The client"));
  Observation moving = OneForgotten();
  moving.settled = Settled::kBackstop;
  EXPECT_FALSE(FailIfNobodyReads(said, moving, "The client"));
  const ExchangeSeen heard{.client = 1, .served = Served::kSilent, .reached_another = true};
  EXPECT_FALSE(FailIfNobodyReads(heard, OneForgotten(), "The client"));
}

TEST(FailUnlessServed, SaysNothingOfAClientThatWasServed) {
  EXPECT_FALSE(JudgeServed(Served::kReplied));
  EXPECT_FALSE(JudgeServed(Served::kTaken));
}

TEST(FailUnlessServed, BlamesWhatTheStateOfTheKernelProves) {
  const auto verdict = JudgeServed(Served::kNotAccepted);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->outcome, Outcome::kFail);
  EXPECT_EQ(verdict->proof, Proof::kState);
  EXPECT_NE(verdict->rationale.find("client 2 waits in the accept queue with 6 unread bytes"),
            std::string::npos)
      << verdict->rationale;
  EXPECT_EQ(JudgeServed(Served::kNotAccepted, Settled::kSpinning)->proof, Proof::kTimed);
}

TEST(FailUnlessServed, BlamesSilenceOnlyWhereTheReplyIsCertainAndTheServerAtRest) {
  EXPECT_EQ(JudgeServed(Served::kSilent)->outcome, Outcome::kFail);
  EXPECT_EQ(JudgeServed(Served::kSilent, Settled::kQuiescent, false)->outcome,
            Outcome::kUnresolved);
  EXPECT_EQ(JudgeServed(Served::kSilent, Settled::kBackstop)->outcome, Outcome::kUnresolved);
  EXPECT_EQ(JudgeServed(Served::kSilent, Settled::kWaking)->outcome, Outcome::kUnresolved);
}

TEST(FailUnlessServed, BlamesARefusalAndAReset) {
  EXPECT_EQ(JudgeServed(Served::kRefused)->outcome, Outcome::kFail);
  EXPECT_EQ(JudgeServed(Served::kReset)->outcome, Outcome::kFail);
}

TEST(FailUnlessServed, LeavesOpenWhatTwoExplanationsFit) {
  EXPECT_EQ(JudgeServed(Served::kClosed)->outcome, Outcome::kUnresolved);
  EXPECT_EQ(JudgeServed(Served::kWrongReply)->outcome, Outcome::kUnresolved);
  EXPECT_EQ(JudgeServed(Served::kUndecided)->outcome, Outcome::kUnresolved);
}

TEST(FailUnlessServed, BlamesTheEndOfAServerBeforeAllElse) {
  ExchangeSeen exchange;
  exchange.served = Served::kWrongReply;
  exchange.after.alive = false;
  exchange.after.end_status = W_EXITCODE(0, SIGSEGV);
  const auto verdict = FailUnlessServed(exchange, "The client", "at first");
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->outcome, Outcome::kFail);
  EXPECT_EQ(verdict->rationale, "The server was killed by signal 11 (SIGSEGV) at first.");
}

}  // namespace
}  // namespace checker
