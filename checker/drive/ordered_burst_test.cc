// A client's last words and its end come before the server's answer.
#include "checker/drive/ordered_burst.h"

#include <sys/wait.h>

#include <csignal>

#include "checker/drive/session_fixture.h"

namespace checker {
namespace {

// One client after another; the reply is sent without a thought of SIGPIPE.
constexpr const char* kHeedless = R"(
#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
int main(int argc, char **argv) {
  (void)argc;
  int s = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
  bind(s, (struct sockaddr *)&a, sizeof a);
  listen(s, 5);
  for (;;) {
    char b[100];
    int c = accept(s, 0, 0);
    ssize_t n = read(c, b, sizeof b);
    if (n > 0) write(c, b, n);
    close(c);
  }
}
)";

class OrderedBurstTest : public SessionTest {};

Task<void> LeaveUntilProved(Session& session, bool* proved) {
  for (int tries = 0; tries < 10 && !*proved; ++tries) {
    const int client = co_await session.Connect();
    co_await session.Rest();
    *proved = co_await LeaveBeforeTheReply(session, client, Parting::kFinThenReset);
    co_await session.Rest("left");
    if (!session.Seen().alive) co_return;
  }
}

TEST_F(OrderedBurstTest, AServerThatForgetsSigpipeDiesOfIt) {
  Session session(PlanFor(kHeedless), EchoFacts(), 64);
  ASSERT_EQ(Launch(session), Start::kListening);
  bool proved = false;
  RunToEnd(LeaveUntilProved(session, &proved));
  EXPECT_TRUE(proved);
  const auto status = session.Seen().end_status;
  ASSERT_TRUE(status.has_value());
  EXPECT_EQ(WTERMSIG(*status), SIGPIPE);
}

TEST_F(OrderedBurstTest, AServerThatMindsItLivesOnAndRunsAsBefore) {
  Session session(PlanFor(TestProgram::Reference("iterative")), EchoFacts(), 64);
  ASSERT_EQ(Launch(session), Start::kListening);
  bool proved = false;
  RunToEnd(LeaveUntilProved(session, &proved));
  EXPECT_TRUE(proved);
  EXPECT_TRUE(session.Seen().alive);
}

}  // namespace
}  // namespace checker
