// The verbs of a session, with servers whose conduct is known.
#include "checker/drive/session.h"

#include <sys/wait.h>

#include <chrono>

#include "checker/drive/session_fixture.h"

namespace checker {
namespace {

using std::chrono::steady_clock;

Task<void> TalkAndHangUp(Session& session) {
  const int client = co_await session.Connect();
  co_await session.Converse(client, "first");
  co_await session.Rest("client is silent");
  co_await session.HangUp(client);
  co_await session.Rest("client has left");
}

TEST_F(SessionTest, AForkServerIsLaunchedTalkedToAndLeft) {
  Session session(PlanFor(TestProgram::Reference("echo-fork")), EchoFacts(), 64);
  ASSERT_EQ(Launch(session), Start::kListening);
  EXPECT_EQ(session.facts().port, 5000);
  EXPECT_EQ(session.facts().address, "0.0.0.0");
  RunToEnd(TalkAndHangUp(session));
  const Evidence evidence = session.TakeEvidence();
  EXPECT_EQ(evidence.obstacle, "");
  const ExchangeSeen& first = evidence.Exchange("first");
  EXPECT_EQ(first.served, Served::kReplied);
  EXPECT_EQ(first.sent, "hello" + first.nonce);
  EXPECT_EQ(first.received, first.sent);
  const Observation& silent = evidence.At("client is silent");
  EXPECT_EQ(silent.settled, Settled::kQuiescent);
  EXPECT_EQ(silent.LivePids().size(), 2u);
  EXPECT_EQ(silent.Holders(1).size(), 1u);
  const Observation& left = evidence.At("client has left");
  EXPECT_EQ(left.LivePids().size(), 1u);
  EXPECT_TRUE(left.Zombies().empty());
  EXPECT_TRUE(left.Holders(1).empty());
  EXPECT_TRUE(left.Client(1)->eof);
  EXPECT_TRUE(left.Client(1)->gone);
}

// Answers only who has said "open" first, and only once.
constexpr char kOpens[] = R"(
int main(void) {
  int listener = listen_on(5000, 5), client = accept(listener, 0, 0);
  char buffer[100];
  ssize_t n = recv(client, buffer, sizeof buffer, 0);
  if (n != 4 || strncmp(buffer, "open", 4)) return 1;
  send(client, "come in", 7, 0);
  while ((n = recv(client, buffer, sizeof buffer, 0)) > 0) {
    if (strncmp(buffer, "open", 4) == 0) return 1;
    send(client, buffer, n, 0);
  }
  pause();
})";

Task<void> TalkTwice(Session& session) {
  const int client = co_await session.Connect();
  co_await session.Converse(client, "first");
  co_await session.Converse(client, "second");
}

TEST_F(SessionTest, AClientSaysItsOpeningOnceAndTheAnswerToItIsNoReply) {
  ServerFacts facts = EchoFacts();
  facts.exchange->opening = {"open"};
  Session session(PlanFor(std::string(kTcpServer) + kOpens), facts, 64);
  ASSERT_EQ(Launch(session), Start::kListening);
  RunToEnd(TalkTwice(session));
  const Evidence evidence = session.TakeEvidence();
  for (const char* label : {"first", "second"}) {
    EXPECT_EQ(evidence.Exchange(label).served, Served::kReplied);
    EXPECT_EQ(evidence.Exchange(label).received, evidence.Exchange(label).sent);
  }
}

Task<void> TwoClients(Session& session) {
  const int first = co_await session.Connect();
  const int second = co_await session.Connect();
  co_await session.Converse(second, "second");
  co_await session.Converse(first, "first");
  co_await session.Leave(first);
  co_await session.HearReply(second, "second, once the first has left");
}

TEST_F(SessionTest, AnIterativeServerKeepsTheSecondClientInTheQueueUntilTheFirstLeaves) {
  Session session(PlanFor(TestProgram::Reference("iterative")), EchoFacts(), 64);
  ASSERT_EQ(Launch(session), Start::kListening);
  RunToEnd(TwoClients(session));
  const Evidence evidence = session.TakeEvidence();
  EXPECT_EQ(evidence.Exchange("second").served, Served::kNotAccepted);
  EXPECT_EQ(evidence.Exchange("second").after.settled, Settled::kQuiescent);
  EXPECT_EQ(evidence.Exchange("first").served, Served::kReplied);
  EXPECT_EQ(evidence.Exchange("second, once the first has left").served, Served::kReplied);
}

Task<void> ManyClients(Session& session, int count) {
  const std::vector<int> clients = co_await session.ConnectMany(count);
  session.Count("connected", static_cast<std::int64_t>(clients.size()));
  co_await session.Rest("all connected");
  co_await session.LeaveAll();
  co_await session.Rest("all have left");
}

TEST_F(SessionTest, ManyClientsAreHeldAtOnceThoughTheQueueIsShort) {
  Session session(PlanFor(TestProgram::Reference("echo-fork")), EchoFacts(), 64);
  ASSERT_EQ(Launch(session), Start::kListening);
  RunToEnd(ManyClients(session, 40));
  const Evidence evidence = session.TakeEvidence();
  EXPECT_EQ(evidence.Number("connected"), 40);
  const Observation& held = evidence.At("all connected");
  for (int client = 1; client <= 40; ++client) EXPECT_EQ(held.Holders(client).size(), 1u) << client;
  EXPECT_EQ(evidence.At("all have left").LivePids().size(), 1u);
}

constexpr char kNeverAccepts[] = "int main(void) { listen_on(5000, 2); pause(); }";

TEST_F(SessionTest, AClientOfAFullQueueDoesNotHang) {
  Session session(PlanFor(std::string(kTcpServer) + kNeverAccepts), EchoFacts({}), 64);
  ASSERT_EQ(Launch(session), Start::kListening);
  const auto begin = steady_clock::now();
  RunToEnd(ManyClients(session, 10));
  RunToEnd(TwoClients(session));
  EXPECT_LT(steady_clock::now() - begin, Session::kBackstop / 2);
  const Evidence evidence = session.TakeEvidence();
  EXPECT_EQ(evidence.Number("connected"), 3) << "a queue of 2 holds 3";
  EXPECT_EQ(evidence.At("all connected").listeners.at(0).queued, 3);
  EXPECT_EQ(evidence.At("all connected").settled, Settled::kQuiescent);
  EXPECT_FALSE(evidence.Exchange("second").Ok());
}

Task<void> HalfCloseAndReset(Session& session) {
  const int first = co_await session.Connect();
  const int second = co_await session.Connect();
  session.HalfClose(first);
  session.Reset(second);
  co_await session.Rest("after");
}

TEST_F(SessionTest, AHalfCloseIsAnsweredByEndOfFileAndAResetLeavesNobody) {
  Session session(PlanFor(TestProgram::Reference("echo-fork")), EchoFacts(), 64);
  ASSERT_EQ(Launch(session), Start::kListening);
  RunToEnd(HalfCloseAndReset(session));
  const Observation& after = session.At("after");
  EXPECT_TRUE(after.Client(1)->half_closed);
  EXPECT_TRUE(after.Client(1)->eof);
  EXPECT_FALSE(after.Client(1)->gone);
  EXPECT_TRUE(after.Client(2)->gone);
  EXPECT_EQ(after.LivePids().size(), 1u);
}

Task<void> OneClient(Session& session) {
  const int client = co_await session.Connect();
  co_await session.Converse(client, "one");
  co_await session.Rest("after");
}

TEST_F(SessionTest, AServerThatEndsIsSeenToEndWithItsStatus) {
  Session session(PlanFor(std::string(kTcpServer) + R"(
int main(void) {
  accept(listen_on(5000, 5), 0, 0);
  return 9;
})"),
                  EchoFacts({}), 64);
  ASSERT_EQ(Launch(session), Start::kListening);
  RunToEnd(OneClient(session));
  const Observation& after = session.At("after");
  EXPECT_EQ(after.settled, Settled::kEnded);
  EXPECT_EQ(after.end_status, W_EXITCODE(9, 0));
  EXPECT_FALSE(after.alive);
  EXPECT_FALSE(after.Client(1)->received.size());
}

TEST_F(SessionTest, AnotherReplyThanTheOneThatWasLearntIsNotTakenForIt) {
  Session session(PlanFor(std::string(kTcpServer) + R"(
int main(void) {
  int listener = listen_on(5000, 5);
  for (;;) {
    char buffer[100];
    int client = accept(listener, 0, 0);
    recv(client, buffer, sizeof buffer, 0);
    send(client, "helloworld", 10, 0);
    close(client);
  }
})"),
                  EchoFacts({}), 64);
  ASSERT_EQ(Launch(session), Start::kListening);
  RunToEnd(OneClient(session));
  EXPECT_EQ(session.LastServed(), Served::kWrongReply);
}

TEST_F(SessionTest, AHandlerThatTakesTheWordsAndDoesNotAnswerIsSilentAtRest) {
  Session session(PlanFor(std::string(kTcpServer) + R"(
int main(void) {
  char buffer[100];
  int listener = listen_on(5000, 5), client = accept(listener, 0, 0);
  while (recv(client, buffer, sizeof buffer, 0) > 0);
})"),
                  EchoFacts({}), 64);
  ASSERT_EQ(Launch(session), Start::kListening);
  RunToEnd(OneClient(session));
  EXPECT_EQ(session.LastServed(), Served::kSilent);
  EXPECT_EQ(session.At("after").settled, Settled::kQuiescent);
}

// --- starting -----------------------------------------------------------------------------------

TEST_F(SessionTest, AProgramThatEndsOrWaitsWithoutListeningSaysSo) {
  Session ends(PlanFor("int main(void) { return 1; }"), {}, 64);
  EXPECT_EQ(Launch(ends), Start::kEnded);
  EXPECT_EQ(ends.end_status(), W_EXITCODE(1, 0));
  Session waits(PlanFor(std::string(kTcpServer) + "int main(void) { pause(); }"), {}, 64);
  EXPECT_EQ(Launch(waits), Start::kNotListening);
}

constexpr char kAsksForItsPort[] = R"(
int main(void) {
  int port;
  char name[32];
  printf("name: ");
  if (scanf("%31s", name) != 1) return 1;
  printf("port: ");
  if (scanf("%d", &port) != 1) return 2;
  listen_on(port, 5);
  pause();
})";

TEST_F(SessionTest, PromptedLinesAreTypedOneByOneWhenTheProgramReads) {
  const LaunchPlan plan = PlanFor(std::string(kTcpServer) + kAsksForItsPort);
  ServerFacts facts;
  facts.launch.prompted_lines = {"lab", "{port}"};
  for (int i = 0; i < 20; ++i) {
    Session session(plan, facts, 64);
    ASSERT_EQ(Launch(session), Start::kListening) << "in launch " << i;
    EXPECT_EQ(session.prompts_answered(), 2);
    EXPECT_EQ(session.facts().port, 5000);
  }
}

TEST_F(SessionTest, ARelaunchIsAFreshServerWithoutClients) {
  Session session(PlanFor(TestProgram::Reference("echo-fork")), EchoFacts(), 64);
  ASSERT_EQ(Launch(session), Start::kListening);
  RunToEnd(OneClient(session));
  EXPECT_TRUE(RunToEnd(session.Relaunch()));
  EXPECT_EQ(session.client_count(), 0);
  RunToEnd(OneClient(session));
  EXPECT_EQ(session.LastServed(), Served::kReplied);
  EXPECT_EQ(session.client_count(), 1);
}

// --- the operator -------------------------------------------------------------------------------

Task<void> TypeMany(Session& session, int count, int* lost) {
  for (int i = 0; i < count; ++i) {
    const std::string word = session.FreshNonce();
    session.TypeLine(word);
    co_await session.Rest();
    if (session.output().find("<" + word + ">") == std::string::npos) ++*lost;
    if (!session.Seen().AsksOperator()) ++*lost;
  }
}

TEST_F(SessionTest, ALineThatWasTypedIsReadBeforeTheServerCountsAsAtRest) {
  Session session(PlanFor(std::string(kTcpServer) + R"(
int main(void) {
  char word[100];
  while (scanf("%99s", word) == 1) {
    printf("<%s>\n", word);
    fflush(stdout);
  }
})"),
                  {}, 64);
  ASSERT_EQ(Launch(session), Start::kNotListening);
  int lost = 0;
  RunToEnd(TypeMany(session, 200, &lost));
  EXPECT_EQ(lost, 0);
}

std::string OperatorServer() {
  return std::string(kTcpServer) + R"(
int main(void) {
  int listener = listen_on(5000, 5);
  signal(SIGCHLD, SIG_IGN);
  for (;;) {
    int client = accept(listener, 0, 0);
    if (fork() == 0) {
      char text[100];
      if (recv(client, text, sizeof text, 0) <= 0) exit(0);
      if (fgets(text, sizeof text, stdin)) send(client, text, strlen(text), 0);
      exit(0);
    }
    close(client);
  }
})";
}

Task<void> OneAfterAnother(Session& session, int count, int* replied) {
  for (int i = 0; i < count; ++i) {
    const int client = co_await session.Connect();
    const Served served = co_await session.Converse(client, "");
    if (served == Served::kReplied) ++*replied;
    co_await session.Leave(client);
  }
}

TEST_F(SessionTest, TheOperatorsLineIsTypedWhenTheHandlerAsksAndReachesItsClient) {
  ServerFacts facts = EchoFacts({});
  facts.exchange->reply = Reply::kOperator;
  facts.exchange->nonce_form = NonceForm::kNone;
  facts.exchange->operator_types = true;
  Session session(PlanFor(OperatorServer()), facts, 64);
  ASSERT_EQ(Launch(session), Start::kListening);
  int replied = 0;
  RunToEnd(OneAfterAnother(session, 20, &replied));
  EXPECT_EQ(replied, 20);
}

TEST_F(SessionTest, EndOfFileAtTheStandardInputEndsWhoReadsIt) {
  Session session(
      PlanFor("#include <stdio.h>\nint main(void) { while (getchar() != EOF); return 4; }"), {},
      64);
  ASSERT_EQ(Launch(session), Start::kNotListening);
  session.CloseStandardInput();
  RunToEnd(session.Until([&](const Look&) { return session.end_status().has_value(); }));
  EXPECT_EQ(session.end_status(), W_EXITCODE(4, 0));
}

// --- what else ----------------------------------------------------------------------------------

TEST_F(SessionTest, AfterAStopNoWaitLasts) {
  volatile std::sig_atomic_t stop = 0;
  LaunchPlan plan =
      PlanFor(std::string(kTcpServer) + "int main(void) { listen_on(5000, 5); sleep(60); }");
  plan.stop = &stop;
  plan.start_deadline = std::chrono::milliseconds(100);
  Session session(plan, {}, 64);
  Launch(session);
  stop = 1;
  const auto begin = steady_clock::now();
  EXPECT_EQ(RunToEnd(session.Rest()), Settled::kBackstop);
  EXPECT_LT(steady_clock::now() - begin, Session::kBackstop / 2);
}

TEST_F(SessionTest, BirthsAndExitsOfQuickHandlersAreOnRecordOnceTraced) {
  Session session(PlanFor(std::string(kTcpServer) + R"(
int main(void) {
  int listener = listen_on(5000, 5);
  signal(SIGCHLD, SIG_IGN);
  for (;;) {
    int client = accept(listener, 0, 0);
    if (fork() == 0) exit(0);
    close(client);
  }
})"),
                  EchoFacts({}), 64);
  ASSERT_EQ(Launch(session), Start::kListening);
  if (!session.Trace()) GTEST_SKIP() << "tracing is not allowed here";
  for (int i = 0; i < 5; ++i) RunToEnd(OneClient(session));
  const Evidence evidence = session.TakeEvidence();
  EXPECT_EQ(evidence.births.size(), 5u);
  ASSERT_EQ(evidence.exits.size(), 5u);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(evidence.exits[i].Clients(), std::vector<int>{static_cast<int>(i) + 1});
    EXPECT_TRUE(evidence.exits[i].Holds(Target::Kind::kListener));
  }
}

TEST_F(SessionTest, NoncesDifferFromCallToCallAndFromLaunchToLaunch) {
  const LaunchPlan plan = PlanFor(TestProgram::Reference("iterative"));
  Session first(plan, {}, 64);
  Session second(plan, {}, 64);
  const std::string nonce = first.FreshNonce();
  EXPECT_NE(nonce, first.FreshNonce());
  EXPECT_NE(nonce, second.FreshNonce());
}

}  // namespace
}  // namespace checker
