#include <gtest/gtest.h>

#include "checker/drive/session_fixture.h"
#include "checker/learn/learn.h"

namespace checker {
namespace {

class LearnClientTest : public SessionTest {
 protected:
  // What is found out about a client whose main() ends in this: `host` and `port` are to be set,
  // then it says hello.
  ClientFacts Learn(const std::string& how_it_takes_them, std::set<int> numbers = {}) {
    LearnRequest request;
    request.plan = PlanFor(std::string(kTcpServer) + R"(
int main(int argc, char **argv) {
  char text[64] = "127.0.0.1";
  const char *host = text;
  int port = 0, swap = 1;
  struct sockaddr_in server = {.sin_family = AF_INET};
  )" + how_it_takes_them + R"(
  server.sin_port = swap ? htons(port) : port;
  server.sin_addr.s_addr = inet_addr(host);
  int sock = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(sock, (struct sockaddr *)&server, sizeof server)) return 1;
  send(sock, "hello", 5, 0);
  return 0;
})");
    request.numbers_in_sources = std::move(numbers);
    ClientFacts facts;
    const auto learnt = RunToEnd(LearnClient(request, &facts));
    EXPECT_TRUE(learnt) << learnt.error().Text();
    return facts;
  }

  static constexpr int kAsked = 5000;  // the fixture's
};

using Words = std::vector<std::string>;

TEST_F(LearnClientTest, AddressAndPortAsArguments) {
  const ClientFacts facts = Learn("if (argc != 3) return 1; host = argv[1]; port = atoi(argv[2]);");
  EXPECT_EQ(facts.launch.arguments, (Words{"{host}", "{port}"}));
  EXPECT_EQ(facts.port, kAsked);
}

TEST_F(LearnClientTest, AddressAndPortAtPrompts) {
  const ClientFacts facts =
      Learn(R"(printf("Server: "); scanf("%63s", text); printf("Port: "); scanf("%d", &port);)");
  EXPECT_EQ(facts.launch.arguments, Words());
  EXPECT_EQ(facts.launch.prompted_lines, (Words{"{host}", "{port}"}));
  EXPECT_EQ(facts.port, kAsked);
}

TEST_F(LearnClientTest, APortInTheSourceIsKnownByWhereItConnects) {
  const ClientFacts facts = Learn("port = 4242;", {1, 64, 4242});
  EXPECT_EQ(facts.port, 4242);
  EXPECT_EQ(facts.launch.arguments, Words());
}

TEST_F(LearnClientTest, APortWithoutHtonsIsTheOneThatItReaches) {
  const ClientFacts facts = Learn("port = 4242; swap = 0;", {4242});
  EXPECT_EQ(facts.port, ((4242 & 0xff) << 8) | (4242 >> 8));
}

TEST_F(LearnClientTest, WhoeverConnectsNowhereKeepsWhatItWasAskedFor) {
  const ClientFacts facts = Learn("return 3;");
  EXPECT_EQ(facts.port, kAsked);
}

}  // namespace
}  // namespace checker
