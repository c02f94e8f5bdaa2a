#include "checker/drive/client.h"

#include <gtest/gtest.h>

#include "checker/drive/session_fixture.h"

namespace checker {
namespace {

using ClientTest = SessionTest;

// Each of these bytes waits in the server's kernel until the one before is acknowledged.
constexpr char kManySmallSends[] = R"(
int main(void) {
  char letter;
  int listener = listen_on(5000, 5), client = accept(listener, 0, 0);
  while (read(client, &letter, 1) == 1)
    for (int i = 0; i < 60; ++i) send(client, "x", 1, 0);
})";

TEST_F(ClientTest, HearsAllThatWasSentBeforeTheServerCameToRest) {
  const LaunchPlan plan = PlanFor(std::string(kTcpServer) + kManySmallSends);
  Session session(plan, EchoFacts({}), 1);
  ASSERT_EQ(Launch(session), Start::kListening);
  const int client = RunToEnd(session.Connect());
  for (std::size_t turn = 1; turn <= 5; ++turn) {
    session.SendBytes(client, "?");
    EXPECT_EQ(RunToEnd(session.Rest()), Settled::kQuiescent);
    EXPECT_EQ(session.client(client).seen().received.size(), 60 * turn);
  }
}

}  // namespace
}  // namespace checker
