// What is learnt of servers that answer nobody but the client that lies beside them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "checker/drive/session_fixture.h"
#include "checker/learn/learn.h"
#include "checker/learn/own_client.h"

namespace checker {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// --- from a recording to candidates -------------------------------------------------------------

Candidate OnlyCandidate(const Recording& recording) {
  const std::vector<Candidate> candidates = CandidatesFrom(recording);
  EXPECT_EQ(candidates.size(), 1u);
  return candidates.empty() ? Candidate() : candidates.front();
}

TEST(CandidatesFromARecording, TheWordOfTheUserBecomesAPlaceForOthers) {
  const Candidate found = OnlyCandidate({{{"MSG helloabc\n", false, "<helloabc>\n"}}, {"abc"}});
  EXPECT_THAT(found.parts, ElementsAre("MSG hello{nonce}\n"));
  EXPECT_THAT(found.opening, IsEmpty());
  EXPECT_EQ(found.framing, Framing::kLf);
  EXPECT_EQ(found.source, LearnedFrom::kOwnClient);
  EXPECT_TRUE(found.must_return_nonce);
}

TEST(CandidatesFromARecording, WhatWasSaidBeforeIsTheOpeningButForTheSameMessage) {
  const Candidate found = OnlyCandidate(
      {{{"LOGIN ann", false, "OK"}, {"helloabc", false, "what?"}, {"helloxyz", false, "helloxyz"}},
       {"abc", "xyz"}});
  EXPECT_THAT(found.opening, ElementsAre("LOGIN ann"));
  EXPECT_THAT(found.parts, ElementsAre("hello{nonce}"));
  EXPECT_EQ(found.framing, Framing::kRead);
}

TEST(CandidatesFromARecording, WithoutTheWordInAnyReplyTheLastThatWasAnsweredCounts) {
  const Recording menu = {{{"1\n", false, "100\n"}, {"2\n", false, "gone\n"}, {"3\n", false, ""}},
                          {}};
  const std::vector<Candidate> found = CandidatesFrom(menu);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_THAT(found[0].parts, ElementsAre("2\n"));
  EXPECT_THAT(found[0].opening, ElementsAre("1\n"));
  EXPECT_THAT(found[1].parts, ElementsAre("1\n"));
  EXPECT_FALSE(found[0].must_return_nonce);
}

TEST(CandidatesFromARecording, NothingComesOfAClientThatNobodyAnswers) {
  EXPECT_THAT(CandidatesFrom({{{"hello", false, ""}}, {}}), IsEmpty());
  EXPECT_THAT(CandidatesFrom({}), IsEmpty());
}

TEST(CandidatesFromARecording, AClientThatClosesItsSideMayHaveEndedItsMessageByThat) {
  const std::vector<Candidate> found = CandidatesFrom({{{"hello", true, "5 bytes"}}, {}});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].framing, Framing::kRead);
  EXPECT_EQ(found[1].framing, Framing::kEof);
}

TEST(CandidatesFromARecording, TheBytesOfAMessageShowHowItEnds) {
  using namespace std::string_literals;
  const auto framing = [](const std::string& said) {
    return OnlyCandidate({{{said, false, "ok"}}, {}}).framing;
  };
  EXPECT_EQ(framing("hello"), Framing::kRead);
  EXPECT_EQ(framing("hello\n"), Framing::kLf);
  EXPECT_EQ(framing("hello\r\n"), Framing::kCrLf);
  EXPECT_EQ(framing("hello\0"s), Framing::kNul);
  EXPECT_EQ(framing("hello\0\0\0"s), Framing::kFixed);
  EXPECT_EQ(framing("\0\0\0\1hello\0\0\0"s), Framing::kFixed);
  EXPECT_EQ(framing("\7\0\0\6hello\n"s), Framing::kFixed) << "a record, and no line";
  EXPECT_EQ(framing("\0\0\0\5hello"s), Framing::kLength);
  EXPECT_EQ(framing("\5\0\0\0hello"s), Framing::kLength);
  EXPECT_EQ(framing("\0\5hello"s), Framing::kLength);
  EXPECT_EQ(framing("\5hello"s), Framing::kLength);
}

// --- servers beside their clients ---------------------------------------------------------------

// An iterative server, and in the same program, where it is called "client", its client.
class OwnClientTest : public SessionTest {
 protected:
  // `serve` has `client`, a connection; `talk` has `server`, one too; both have `buffer` and `n`.
  ServerFacts Learn(const std::string& serve, const std::string& talk,
                    const std::string& where = "(void)argc;") {
    LearnRequest request;
    request.plan = PlanFor(std::string(kTcpServer) + R"(
#include <sys/random.h>
static int port = 5000;
static char buffer[1024];
static ssize_t n;

static void serve(int client) {
)" + serve + R"(
}

static int be_client(int argc, char **argv) {
  struct sockaddr_in address = {.sin_family = AF_INET};
  int server = socket(AF_INET, SOCK_STREAM, 0);
  )" + where + R"(
  address.sin_port = htons(port);
  address.sin_addr.s_addr = inet_addr("127.0.0.1");
  if (connect(server, (struct sockaddr *)&address, sizeof address)) return 1;
)" + talk + R"(
  return 0;
}

int main(int argc, char **argv) {
  if (strstr(argv[0], "client")) return be_client(argc, argv);
  int listener = listen_on(5000, 5);
  for (;;) {
    int client = accept(listener, 0, 0);
    if (client < 0) continue;
    serve(client);
    close(client);
  }
})");
    const std::string folder = "/proc/self/fd/" + std::to_string(program_->folder());
    std::filesystem::copy_file(folder + "/server", folder + "/client");
    request.client_program = "client";
    ServerFacts facts;
    const auto listens = RunToEnd(LearnLaunch(request, &facts));
    EXPECT_TRUE(listens && *listens);
    const auto learnt = RunToEnd(LearnExchange(request, &facts));
    EXPECT_TRUE(learnt) << learnt.error().Text();
    EXPECT_TRUE(facts.exchange);
    if (!facts.exchange) facts.exchange.emplace();
    return facts;
  }
};

// Answers a line "SAY text" with the text, and other lines with `otherwise`.
std::string Says(const std::string& otherwise) {
  return R"(
  FILE *in = fdopen(dup(client), "r");
  while (fgets(buffer, sizeof buffer, in))
    if (strncmp(buffer, "SAY ", 4) == 0) send(client, buffer + 4, strlen(buffer + 4), 0);
    else )" +
         otherwise + R"(;
  fclose(in);)";
}

constexpr char kSaysWhatIsTyped[] = R"(
  while (fgets(buffer, sizeof buffer, stdin)) {
    dprintf(server, "SAY %s", buffer);
    if ((n = recv(server, buffer, sizeof buffer, 0)) <= 0) break;
    write(1, buffer, n);
  })";

TEST_F(OwnClientTest, ACommandWordThatNobodyWouldGuess) {
  const Exchange exchange = *Learn(Says(""), kSaysWhatIsTyped).exchange;
  EXPECT_EQ(exchange.learned_from, LearnedFrom::kOwnClient);
  EXPECT_THAT(exchange.parts, ElementsAre("SAY hello{nonce}\n"));
  EXPECT_EQ(exchange.framing, Framing::kLf);
  EXPECT_TRUE(exchange.waits_for_end);
  EXPECT_EQ(exchange.ends, Ends::kEof);
  EXPECT_EQ(exchange.reply, Reply::kOther) << "the command word does not come back";
  EXPECT_TRUE(exchange.ReplyIsCertain());
  EXPECT_TRUE(exchange.Repeats());
}

TEST_F(OwnClientTest, AnErrorMessageIsNotTheDialogue) {
  const Exchange exchange =
      *Learn(Says(R"(send(client, "unknown command\n", 16, 0))"), kSaysWhatIsTyped).exchange;
  EXPECT_EQ(exchange.learned_from, LearnedFrom::kOwnClient);
  EXPECT_THAT(exchange.parts, ElementsAre("SAY hello{nonce}\n"));
  EXPECT_TRUE(exchange.ReplyIsCertain());
}

TEST_F(OwnClientTest, ALoginIsSaidOnceForEachConnection) {
  const Exchange exchange = *Learn(R"(
  if (recv(client, buffer, sizeof buffer, 0) <= 5 || strncmp(buffer, "NAME ", 5)) return;
  send(client, "Good day", 8, 0);
  while ((n = recv(client, buffer, sizeof buffer, 0)) > 0) {
    if (strncmp(buffer, "NAME ", 5) == 0) return;
    send(client, "You: ", 5, MSG_MORE);
    send(client, buffer, n, 0);
  })",
                                   R"(
  while (fgets(buffer + 500, 500, stdin)) {
    buffer[500 + strcspn(buffer + 500, "\n")] = 0;
    dprintf(server, "%s%s", n == 0 ? "NAME " : "", buffer + 500);
    if ((n = recv(server, buffer, 400, 0)) <= 0) break;
  })")
                                 .exchange;
  EXPECT_EQ(exchange.learned_from, LearnedFrom::kOwnClient);
  EXPECT_THAT(exchange.opening, ElementsAre("NAME hello{nonce}"));
  EXPECT_THAT(exchange.parts, ElementsAre("hello{nonce}"));
  EXPECT_EQ(exchange.ends, Ends::kEof);
  EXPECT_FALSE(exchange.moves_on);
  EXPECT_TRUE(exchange.ReplyIsCertain());
}

TEST_F(OwnClientTest, AChoiceFromAMenuIsTriedAfterWords) {
  const Exchange exchange = *Learn(R"(
  while ((n = recv(client, buffer, sizeof buffer, 0)) > 0)
    if (strncmp(buffer, "choice=", 7) == 0) dprintf(client, "Soup %.*s", (int)n, buffer);)",
                                   R"(
  int choice;
  while (scanf("%d", &choice) == 1) {
    dprintf(server, "choice=%d", choice);
    if ((n = recv(server, buffer, sizeof buffer, 0)) <= 0) break;
  })")
                                 .exchange;
  EXPECT_EQ(exchange.learned_from, LearnedFrom::kOwnClient);
  EXPECT_THAT(exchange.parts, ElementsAre("choice=1"));
  EXPECT_EQ(exchange.reply, Reply::kFixed);
  EXPECT_EQ(exchange.fixed_reply, "Soup choice=1");
}

TEST_F(OwnClientTest, AMessageThatIsAnArgument) {
  const Exchange exchange = *Learn(Says(""), R"(dprintf(server, "SAY %s\n", argv[3]);
                          recv(server, buffer, sizeof buffer, 0);)",
                                   "if (argc != 4) return 1; port = atoi(argv[2]);")
                                 .exchange;
  EXPECT_EQ(exchange.learned_from, LearnedFrom::kOwnClient);
  EXPECT_THAT(exchange.parts, ElementsAre("SAY hello{nonce}\n"));
}

TEST_F(OwnClientTest, ANameThatAUsageLineAsksForIsADifferentOneEachTime) {
  const Exchange exchange = *Learn(Says(""), R"(dprintf(server, "SAY %s\n", argv[3]);
                          recv(server, buffer, sizeof buffer, 0);)",
                                   R"(if (argc != 5 || strcmp(argv[4], "4")) {
                  printf("Usage: %s <ip> <port> <user name> <max. words>\n", argv[0]);
                  return 1;
                }
                port = atoi(argv[2]);)")
                                 .exchange;
  EXPECT_THAT(exchange.parts, ElementsAre("SAY hello{nonce}\n"));
}

TEST_F(OwnClientTest, ANameThatIsAskedForBeforeTheClientConnects) {
  const Exchange exchange =
      *Learn(Says(""), R"(dprintf(server, "SAY %s", buffer); recv(server, buffer, 1000, 0);)",
             "fgets(buffer, sizeof buffer, stdin);")
           .exchange;
  EXPECT_THAT(exchange.parts, ElementsAre("SAY hello{nonce}\n"));
}

TEST_F(OwnClientTest, AServerThatProbesUnderstandIsNotShownItsClient) {
  const Exchange exchange =
      *Learn("while ((n = recv(client, buffer, sizeof buffer, 0)) > 0) send(client, buffer, n, 0);",
             "for (;;) {}")
           .exchange;
  EXPECT_EQ(exchange.learned_from, LearnedFrom::kProbes);
  EXPECT_EQ(exchange.reply, Reply::kEcho);
}

// What is learnt is what would have been learnt without its client.
class BrokenClientTest : public OwnClientTest, public testing::WithParamInterface<const char*> {};

TEST_P(BrokenClientTest, DoesNoHarm) {
  const Exchange exchange =
      *Learn("while (recv(client, buffer, sizeof buffer, 0) > 0);", GetParam()).exchange;
  EXPECT_EQ(exchange.learned_from, LearnedFrom::kProbes);
  EXPECT_EQ(exchange.reply, Reply::kNone);
  EXPECT_EQ(exchange.confidence, Confidence::kSeen);
}

INSTANTIATE_TEST_SUITE_P(OwnClient, BrokenClientTest,
                         testing::Values("abort();", "for (;;) {}", "close(server);",
                                         "for (;;) write(1, buffer, sizeof buffer);",
                                         "for (;;) write(server, buffer, sizeof buffer);",
                                         "kill(getppid(), SIGKILL); kill(-1, SIGKILL);",
                                         "for (;;) be_client(argc, argv);"));

// Each connection has a number of its own, which the client has to say again: the recording holds
// an old one.
TEST_F(OwnClientTest, ARecordingThatFreshServersDoNotConfirmIsForgotten) {
  const Exchange exchange = *Learn(R"(
  unsigned number;
  getrandom(&number, sizeof number, 0);
  dprintf(client, "%u\n", number);
  while ((n = recv(client, buffer, sizeof buffer - 1, 0)) > 0) {
    buffer[n] = 0;
    if (strtoul(buffer, NULL, 10) == number) send(client, buffer, n, 0);
  })",
                                   R"(
  n = recv(server, buffer, 100, 0);
  fgets(buffer + n - 1, 500, stdin);
  send(server, buffer, strlen(buffer), 0);
  recv(server, buffer, sizeof buffer, 0);)")
                                 .exchange;
  EXPECT_EQ(exchange.speaks_first, Speaker::kServer);
  EXPECT_EQ(exchange.learned_from, LearnedFrom::kProbes);
  EXPECT_EQ(exchange.reply, Reply::kNone);
}

}  // namespace
}  // namespace checker
