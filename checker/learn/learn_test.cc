// What is found out about small servers by running them.
#include "checker/learn/learn.h"

#include <algorithm>

#include "checker/drive/session_fixture.h"

namespace checker {
namespace {

// A fork server whose children run `serve` with a buffer and the connection.
std::string Forking(const std::string& serve, const std::string& before_fork = "") {
  return std::string(kTcpServer) + R"(
static void serve(int client) {
  char buffer[1024];
  ssize_t n, i;
  )" + serve +
         R"(
}
int main(void) {
  int listener = listen_on(5000, 5);
  signal(SIGCHLD, SIG_IGN);
  for (;;) {
    int client = accept(listener, 0, 0);
    if (client < 0) continue;
    )" + before_fork +
         R"(
    if (fork() == 0) {
      close(listener);
      serve(client);
      exit(0);
    }
    close(client);
  }
})";
}

constexpr char kOneEcho[] =
    "n = recv(client, buffer, sizeof buffer, 0); if (n > 0) send(client, buffer, n, 0);";

class LearnTest : public SessionTest {
 protected:
  LearnRequest RequestFor(const std::string& source) {
    LearnRequest request;
    request.plan = PlanFor(source);
    return request;
  }

  ServerFacts Started(const LearnRequest& request, bool listens = true) {
    ServerFacts facts;
    const auto learnt = RunToEnd(LearnLaunch(request, &facts));
    if (!learnt) ADD_FAILURE() << learnt.error().Text();
    EXPECT_EQ(learnt && *learnt, listens);
    return facts;
  }

  Exchange ExchangeOf(const std::string& source) {
    const LearnRequest request = RequestFor(source);
    ServerFacts facts = Started(request);
    const auto learnt = RunToEnd(LearnExchange(request, &facts));
    if (!learnt) ADD_FAILURE() << learnt.error().Text();
    EXPECT_TRUE(facts.exchange) << "no client was accepted";
    return facts.exchange.value_or(Exchange());
  }

  ServerFacts LifetimeOf(const std::string& source) {
    const LearnRequest request = RequestFor(source);
    ServerFacts facts = Started(request);
    EXPECT_TRUE(RunToEnd(LearnExchange(request, &facts)));
    EXPECT_TRUE(RunToEnd(LearnLifetime(request, &facts)));
    return facts;
  }

  ServerFacts DesignOf(const std::string& source, bool with_dialogue = false) {
    const LearnRequest request = RequestFor(source);
    ServerFacts facts = Started(request);
    if (with_dialogue) {
      EXPECT_TRUE(RunToEnd(LearnExchange(request, &facts)));
    }
    EXPECT_TRUE(RunToEnd(LearnDesign(request, &facts)));
    return facts;
  }
};

// --- launch -------------------------------------------------------------------------------------

class LearnLaunchTest : public LearnTest {};

std::string MainWithArguments(const std::string& body) {
  return std::string(kTcpServer) + "int main(int argc, char **argv) { " + body + " pause(); }";
}

TEST_F(LearnLaunchTest, AFixedPortNeedsNoArguments) {
  const ServerFacts facts = Started(RequestFor(Forking(kOneEcho)));
  EXPECT_TRUE(facts.launch.arguments.empty());
  EXPECT_EQ(facts.port, 5000);
}

TEST_F(LearnLaunchTest, AServerThatInsistsOnAPortIsGivenOne) {
  const ServerFacts facts = Started(
      RequestFor(MainWithArguments("if (argc != 2) return 1; listen_on(atoi(argv[1]), 5);")));
  EXPECT_EQ(facts.launch.arguments, std::vector<std::string>{"{port}"});
  EXPECT_EQ(facts.port_source, PortSource::kArgument);
  EXPECT_EQ(facts.launch_tries.size(), 2u);
}

TEST_F(LearnLaunchTest, AUsageLineIsObeyed) {
  const ServerFacts facts = Started(RequestFor(MainWithArguments(R"(
    if (argc != 4 || strcmp(argv[1], "fork") || atoi(argv[2]) < 1024 || atoi(argv[3]) < 1) {
      fprintf(stderr, "Usage: %s <mode: fork|thread> <port> <max clients>\n", argv[0]);
      return 1;
    }
    listen_on(atoi(argv[2]), 5);)")));
  EXPECT_EQ(facts.launch.arguments, (std::vector<std::string>{"fork", "{port}", "4"}));
  EXPECT_EQ(facts.port_source, PortSource::kArgument);
}

TEST_F(LearnLaunchTest, APortThatIsAskedForIsTyped) {
  LearnRequest request = RequestFor(MainWithArguments(
      R"(int port; printf("Port: "); fflush(stdout); if (scanf("%d", &port) == 1) listen_on(port, 5);)"));
  request.plan.port = 4321;
  const ServerFacts facts = Started(request);
  EXPECT_EQ(facts.launch.prompted_lines, std::vector<std::string>{"{port}"});
  EXPECT_EQ(facts.port_source, PortSource::kPrompt);
  EXPECT_EQ(facts.port, 4321);
}

TEST_F(LearnLaunchTest, AForgottenHtonsShowsInTheBytesOfThePort) {
  LearnRequest request =
      RequestFor(MainWithArguments("if (argc != 2) return 1; listen_on(htons(atoi(argv[1])), 5);"));
  request.plan.port = 4113;
  const ServerFacts facts = Started(request);
  EXPECT_EQ(facts.port_source, PortSource::kByteOrder);
  EXPECT_EQ(facts.port, ((4113 & 0xff) << 8) | (4113 >> 8));
}

TEST_F(LearnLaunchTest, AProgramThatNeverListensIsSaidNotTo) {
  const ServerFacts facts = Started(RequestFor(MainWithArguments("")), false);
  EXPECT_EQ(facts.launch_tries.size(), 6u);
}

// The server whose bind() fails and the one that binds port 0 both listen on another port each
// time.
PortSource SourceOf(const LearnRequest& request, ServerFacts facts) {
  EXPECT_TRUE(RunToEnd(LearnExchange(request, &facts)));
  EXPECT_EQ(facts.port_source, PortSource::kEphemeral);
  EXPECT_TRUE(RunToEnd(LearnPortSource(request, &facts)));
  return facts.port_source;
}

std::string BindsAndServes(const std::string& bind) {
  return MainWithArguments(R"(
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(5000)};
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    )" + bind + R"(
    listen(listener, 5);
    for (;;) close(accept(listener, 0, 0));)");
}

TEST_F(LearnLaunchTest, APortThatListenPicksAfterAFailedBindIsToldFromOneThatIsAskedFor) {
  const LearnRequest fails =
      RequestFor(BindsAndServes("bind(listener, (struct sockaddr *)&address, sizeof &address);"));
  EXPECT_EQ(SourceOf(fails, Started(fails)), PortSource::kRandomAfterFailedBind);
  const LearnRequest asks = RequestFor(BindsAndServes(
      "address.sin_port = 0; bind(listener, (struct sockaddr *)&address, sizeof address);"));
  EXPECT_EQ(SourceOf(asks, Started(asks)), PortSource::kEphemeral);
  const LearnRequest never = RequestFor(BindsAndServes(""));
  EXPECT_EQ(SourceOf(never, Started(never)), PortSource::kEphemeral);
}

// --- exchange -----------------------------------------------------------------------------------

class LearnExchangeTest : public LearnTest {};

TEST_F(LearnExchangeTest, EchoUntilEndOfFile) {
  const Exchange exchange = ExchangeOf(TestProgram::Reference("echo-fork"));
  EXPECT_EQ(exchange.speaks_first, Speaker::kClient);
  EXPECT_EQ(exchange.reply, Reply::kEcho);
  EXPECT_EQ(exchange.nonce_form, NonceForm::kSame);
  EXPECT_EQ(exchange.ends, Ends::kEof);
  EXPECT_EQ(exchange.framing, Framing::kRead);
  EXPECT_EQ(exchange.confidence, Confidence::kSeen);
  EXPECT_TRUE(exchange.ReplyIsCertain());
}

TEST_F(LearnExchangeTest, EchoOfOneMessage) {
  const Exchange exchange = ExchangeOf(Forking(kOneEcho));
  EXPECT_EQ(exchange.reply, Reply::kEcho);
  EXPECT_EQ(exchange.ends, Ends::kOne);
  EXPECT_EQ(exchange.confidence, Confidence::kSeen);
}

TEST_F(LearnExchangeTest, ALineAtATime) {
  const Exchange exchange = ExchangeOf(Forking(R"(
  FILE *in = fdopen(client, "r");
  while (fgets(buffer, sizeof buffer, in)) send(client, buffer, strlen(buffer), 0);)"));
  EXPECT_EQ(exchange.reply, Reply::kEcho);
  EXPECT_EQ(exchange.framing, Framing::kLf);
  EXPECT_EQ(exchange.ends, Ends::kEof);
}

TEST_F(LearnExchangeTest, AnAnswerThatIsDueAtTheClientsEnd) {
  const Exchange exchange = ExchangeOf(Forking(R"(
  int total = 0;
  while ((n = recv(client, buffer, sizeof buffer, 0)) > 0) total += n;
  dprintf(client, "%d bytes", total);)"));
  EXPECT_EQ(exchange.framing, Framing::kEof);
  EXPECT_EQ(exchange.ends, Ends::kOne);
  EXPECT_TRUE(exchange.HasReply());
  EXPECT_EQ(exchange.confidence, Confidence::kSeen);
}

TEST_F(LearnExchangeTest, TextUpToANul) {
  const Exchange exchange = ExchangeOf(Forking(R"(
  n = 0;
  while (n < sizeof buffer && recv(client, buffer + n, 1, 0) == 1)
    if (buffer[n++] == 0) {
      send(client, buffer, n, 0);
      n = 0;
    })"));
  EXPECT_EQ(exchange.framing, Framing::kNul);
  EXPECT_EQ(exchange.nonce_form, NonceForm::kSame);
  EXPECT_EQ(exchange.parts, std::vector<std::string>{std::string("hello{nonce}") + '\0'});
}

TEST_F(LearnExchangeTest, AGreetingBeforeTheEcho) {
  const Exchange exchange =
      ExchangeOf(Forking(std::string(R"(send(client, "Welcome\n", 8, 0);)") + kOneEcho));
  EXPECT_EQ(exchange.speaks_first, Speaker::kServer);
  EXPECT_EQ(exchange.greeting, "Welcome\n");
  EXPECT_FALSE(exchange.greets_and_closes);
  EXPECT_EQ(exchange.reply, Reply::kEcho);
  EXPECT_EQ(exchange.confidence, Confidence::kSeen);
}

TEST_F(LearnExchangeTest, AServerThatSpeaksAndCloses) {
  const Exchange exchange = ExchangeOf(Forking(R"(send(client, "Have a nice day\n", 16, 0);)"));
  EXPECT_EQ(exchange.speaks_first, Speaker::kServer);
  EXPECT_TRUE(exchange.greets_and_closes);
  EXPECT_EQ(exchange.reply, Reply::kFixed);
  EXPECT_EQ(exchange.fixed_reply, "Have a nice day\n");
  EXPECT_EQ(exchange.ends, Ends::kOne);
  EXPECT_TRUE(exchange.parts.empty());
}

TEST_F(LearnExchangeTest, RepliesThatAnOperatorTypes) {
  const Exchange exchange = ExchangeOf(Forking(R"(
  n = recv(client, buffer, sizeof buffer, 0);
  if (n > 0 && fgets(buffer, sizeof buffer, stdin)) send(client, buffer, strlen(buffer), 0);)"));
  EXPECT_EQ(exchange.speaks_first, Speaker::kClient);
  EXPECT_EQ(exchange.reply, Reply::kOperator);
  EXPECT_TRUE(exchange.operator_types);
  EXPECT_EQ(exchange.ends, Ends::kOne);
  EXPECT_EQ(exchange.confidence, Confidence::kSeen);
  EXPECT_FALSE(exchange.ReplyIsCertain());
}

TEST_F(LearnExchangeTest, UpperCase) {
  const Exchange exchange = ExchangeOf(Forking(R"(
  n = recv(client, buffer, sizeof buffer, 0);
  for (i = 0; i < n; i++) buffer[i] = toupper(buffer[i]);
  if (n > 0) send(client, buffer, n, 0);)"));
  EXPECT_EQ(exchange.reply, Reply::kUpper);
  EXPECT_EQ(exchange.nonce_form, NonceForm::kUpper);
}

TEST_F(LearnExchangeTest, WordsThatComeBackReversed) {
  const Exchange exchange = ExchangeOf(Forking(R"(
  char reversed[1024];
  n = recv(client, buffer, sizeof buffer, 0);
  for (i = 0; i < n; i++) reversed[i] = buffer[n - 1 - i];
  if (n > 0) send(client, reversed, n, 0);)"));
  EXPECT_EQ(exchange.reply, Reply::kOther);
  EXPECT_EQ(exchange.nonce_form, NonceForm::kReversed);
  EXPECT_TRUE(exchange.ReplyIsCertain());
}

TEST_F(LearnExchangeTest, TheSameReplyToEverything) {
  const Exchange exchange = ExchangeOf(Forking(
      R"(if (recv(client, buffer, sizeof buffer, 0) > 0) send(client, "received", 8, 0);)"));
  EXPECT_EQ(exchange.reply, Reply::kFixed);
  EXPECT_EQ(exchange.fixed_reply, "received");
  EXPECT_EQ(exchange.nonce_form, NonceForm::kNone);
}

TEST_F(LearnExchangeTest, ARequestForAPage) {
  const Exchange exchange = ExchangeOf(Forking(R"(
  n = recv(client, buffer, sizeof buffer - 1, 0);
  if (n <= 0) return;
  buffer[n] = 0;
  if (strncmp(buffer, "GET ", 4)) dprintf(client, "HTTP/1.0 400 Bad Request\r\n\r\n");
  else dprintf(client, "HTTP/1.0 200 OK\r\n\r\nhello");)"));
  EXPECT_EQ(exchange.reply, Reply::kHttp);
  ASSERT_EQ(exchange.parts.size(), 1u);
  EXPECT_TRUE(exchange.parts[0].starts_with("GET "));
}

TEST_F(LearnExchangeTest, AServerThatTakesEverythingAndNeverAnswers) {
  const Exchange exchange =
      ExchangeOf(Forking("while (recv(client, buffer, sizeof buffer, 0) > 0);"));
  EXPECT_EQ(exchange.speaks_first, Speaker::kClient);
  EXPECT_EQ(exchange.reply, Reply::kNone);
  EXPECT_FALSE(exchange.HasReply());
  EXPECT_EQ(exchange.ends, Ends::kEof);
}

TEST_F(LearnExchangeTest, AServerThatNeverAcceptsHasNone) {
  const LearnRequest request = RequestFor(MainWithArguments("listen_on(5000, 5);"));
  ServerFacts facts = Started(request);
  EXPECT_TRUE(RunToEnd(LearnExchange(request, &facts)));
  EXPECT_FALSE(facts.exchange);
}

// --- lifetime -----------------------------------------------------------------------------------

class LearnLifetimeTest : public LearnTest {};

TEST_F(LearnLifetimeTest, AServerThatEndsAfterThreeClients) {
  const ServerFacts facts =
      LifetimeOf(Forking(kOneEcho, "static int count; if (++count == 4) exit(0);"));
  EXPECT_EQ(facts.ends_after_clients, 4) << "the fourth client is the last that came";
  const ServerFacts third = LifetimeOf(std::string(kTcpServer) + R"(
int main(void) {
  int listener = listen_on(5000, 5), i;
  char buffer[100];
  for (i = 0; i < 3; i++) {
    int client = accept(listener, 0, 0);
    ssize_t n = recv(client, buffer, sizeof buffer, 0);
    if (n > 0) send(client, buffer, n, 0);
    close(client);
  }
})");
  EXPECT_EQ(third.ends_after_clients, 3);
}

TEST_F(LearnLifetimeTest, AServerThatStaysHasNoEnd) {
  const ServerFacts facts = LifetimeOf(TestProgram::Reference("echo-fork"));
  EXPECT_FALSE(facts.ends_after_clients);
  EXPECT_FALSE(facts.spins_without_client);
}

TEST_F(LearnLifetimeTest, ACrashIsNoDesign) {
  EXPECT_FALSE(LifetimeOf(Forking(kOneEcho, "static int count; if (++count == 3) abort();"))
                   .ends_after_clients);
}

TEST_F(LearnLifetimeTest, AHandlerThatMissesEndOfFileSpins) {
  const ServerFacts facts = LifetimeOf(Forking(R"(
  for (;;) {
    n = recv(client, buffer, sizeof buffer, 0);
    if (n > 0) send(client, buffer, n, 0);
  })"));
  EXPECT_TRUE(facts.spins_without_client);
  EXPECT_FALSE(facts.ends_after_clients);
}

// --- design -------------------------------------------------------------------------------------

struct Known {
  const char* name;
  Design design;
};

class LearnDesignTest : public LearnTest, public testing::WithParamInterface<Known> {};

TEST_P(LearnDesignTest, OfACorrectServerIsSeen) {
  const ServerFacts facts = DesignOf(TestProgram::Reference(GetParam().name));
  EXPECT_EQ(facts.design, GetParam().design) << Name(facts.design) << ": " << facts.design_reason;
  EXPECT_EQ(facts.design_confidence, Confidence::kSeen);
  EXPECT_NE(facts.design_reason, "");
}

INSTANTIATE_TEST_SUITE_P(
    Reference, LearnDesignTest,
    testing::Values(Known{"fork", Design::kFork}, Known{"echo-fork", Design::kFork},
                    Known{"double-fork", Design::kFork}, Known{"threads", Design::kThreads},
                    Known{"thread-pool", Design::kThreadPool}, Known{"prefork", Design::kPrefork},
                    Known{"epoll", Design::kEventLoop}, Known{"iterative", Design::kIterative}),
    [](const auto& known) {
      std::string name = known.param.name;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

// Two clients at a time for one child, which says who begins and hears the first of them.
constexpr char kTable[] = R"(
int main(void) {
  int listener = listen_on(5000, 5);
  char move[64];
  ssize_t n;
  signal(SIGCHLD, SIG_IGN);
  for (;;) {
    int first = accept(listener, 0, 0), second = accept(listener, 0, 0);
    if (fork() == 0) {
      close(listener);
      send(first, "begin", 5, 0);
      while ((n = recv(first, move, sizeof move, 0)) > 0) send(second, move, n, 0);
      exit(0);
    }
    close(first);
    close(second);
  }
})";

// The descriptor of every other client is lost.
constexpr char kLosesClients[] = R"(
int main(void) {
  int listener = listen_on(5000, 5);
  char buffer[64];
  ssize_t n;
  for (;;) {
    int client = accept(listener, 0, 0);
    client = accept(listener, 0, 0);
    while ((n = recv(client, buffer, sizeof buffer, 0)) > 0) send(client, buffer, n, 0);
    close(client);
  }
})";

ServerFacts WithPartners(const LearnRequest& request, ServerFacts facts) {
  EXPECT_TRUE(RunToEnd(LearnPartners(request, &facts)));
  return facts;
}

TEST_F(LearnTest, AGameForTwoWaitsForTheSecondClient) {
  const LearnRequest request = RequestFor(std::string(kTcpServer) + kTable);
  EXPECT_EQ(WithPartners(request, Started(request)).clients_together, 2);
}

TEST_F(LearnTest, AClientThatIsLostHasNoPartner) {
  const LearnRequest request = RequestFor(std::string(kTcpServer) + kLosesClients);
  EXPECT_EQ(WithPartners(request, Started(request)).clients_together, 1);
}

// The speaker hears nothing, the others do.
constexpr char kPassesOn[] = R"(
int main(void) {
  int listener = listen_on(5000, 5), count = 0, i, from;
  char words[64];
  ssize_t n;
  struct pollfd ready[3] = {{listener, POLLIN, 0}, {-1, POLLIN, 0}, {-1, POLLIN, 0}};
  for (;;) {
    poll(ready, 3, -1);
    if (ready[0].revents && count < 2) ready[++count].fd = accept(listener, 0, 0);
    for (from = 1; from <= count; from++) {
      if (!ready[from].revents) continue;
      n = recv(ready[from].fd, words, sizeof words, 0);
      if (n <= 0) return 0;
      for (i = 1; i <= count; i++)
        if (i != from) send(ready[i].fd, words, n, MSG_NOSIGNAL);
    }
  }
})";

TEST_F(LearnTest, AChatIsKnownAlsoWhereTheSpeakerHearsNothing) {
  const LearnRequest request =
      RequestFor("#include <poll.h>\n" + std::string(kTcpServer) + kPassesOn);
  ServerFacts facts = Started(request);
  ASSERT_TRUE(RunToEnd(LearnExchange(request, &facts)));
  EXPECT_FALSE(facts.exchange && facts.exchange->HasReply());
  ASSERT_TRUE(RunToEnd(LearnCompany(request, &facts)));
  EXPECT_TRUE(facts.passes_words_on);
}

TEST_F(LearnTest, WordsThatChangeFromMessageToMessageAreADialogueInSteps) {
  const Exchange exchange = ExchangeOf(Forking(R"(
    send(client, "Name: ", 6, 0);
    if (recv(client, buffer, sizeof buffer, 0) <= 0) return;
    send(client, "Password: ", 10, 0);
    if (recv(client, buffer, sizeof buffer, 0) <= 0) return;
    send(client, "Wrong\n", 6, 0);
  )"));
  EXPECT_EQ(exchange.reply, Reply::kFixed);
  EXPECT_TRUE(exchange.moves_on);
  EXPECT_FALSE(exchange.Repeats());
}

TEST_F(LearnTest, AServerWhoseParentTalksToTheClientItselfIsNoForkServer) {
  const std::string source = std::string(kTcpServer) + R"(
int main(void) {
  int listener = listen_on(5000, 5), client = accept(listener, 0, 0);
  char buffer[64];
  if (fork() == 0) {
    while (recv(client, buffer, sizeof buffer, 0) > 0) {}
    return 0;
  }
  while (fgets(buffer, sizeof buffer, stdin)) send(client, buffer, strlen(buffer), 0);
})";
  EXPECT_EQ(DesignOf(source, true).design, Design::kIterative);
}

TEST_F(LearnTest, WhoeverSleepsBetweenTwoClientsKeepsThemWaiting) {
  const std::string source = std::string(kTcpServer) + R"(
int main(void) {
  int listener = listen_on(5000, 5);
  signal(SIGCHLD, SIG_IGN);
  for (;;) {
    int client = accept(listener, 0, 0);
    if (fork() == 0) {
      char buffer[64];
      ssize_t n;
      close(listener);
      while ((n = recv(client, buffer, sizeof buffer, 0)) > 0) send(client, buffer, n, 0);
      exit(0);
    }
    close(client);
    usleep(300000);
  }
})";
  const ServerFacts facts = DesignOf(source, true);
  EXPECT_EQ(facts.design, Design::kFork);
  EXPECT_TRUE(facts.pauses_between_clients);
  EXPECT_FALSE(facts.HandlesClientsSideBySide());
}

TEST_F(LearnTest, ChildrenTooQuickToBeLookedAtAreSeenAllTheSame) {
  const ServerFacts facts = DesignOf(Forking(R"(send(client, "x", 1, 0);)"), true);
  EXPECT_EQ(facts.design, Design::kFork) << facts.design_reason;
  EXPECT_EQ(facts.design_confidence, Confidence::kSeen);
}

TEST_F(LearnTest, AServerThatReadsBeforeItForksIsAForkServer) {
  const ServerFacts facts =
      DesignOf(Forking(R"(send(client, "x", 1, 0); recv(client, buffer, 1, 0);)",
                       "char first[100]; recv(client, first, sizeof first, 0);"),
               true);
  EXPECT_EQ(facts.design, Design::kFork) << facts.design_reason;
}

TEST_F(LearnTest, WhatAProgramImportsSaysItsDesignAsALastResort) {
  EXPECT_EQ(DesignByImports(PlanFor(Forking("")).folder, "server"), Design::kFork);
  EXPECT_EQ(DesignByImports(PlanFor(TestProgram::Reference("threads")).folder, "server"),
            Design::kThreads);
  EXPECT_EQ(DesignByImports(PlanFor(TestProgram::Reference("epoll")).folder, "server"),
            Design::kEventLoop);
  EXPECT_EQ(DesignByImports(PlanFor(TestProgram::Reference("iterative")).folder, "server"),
            Design::kIterative);
  EXPECT_EQ(DesignByImports(program_->folder(), "absent"), Design::kUnknown);
}

}  // namespace
}  // namespace checker
