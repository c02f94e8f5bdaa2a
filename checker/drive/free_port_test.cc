#include "checker/drive/free_port.h"

#include <linux/netlink.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <string>

#include "checker/drive/session_fixture.h"
#include "checker/probe/sock_diag.h"

namespace checker {
namespace {

// Answers once, closes first, and does not ask for SO_REUSEADDR, as many a student's server.
constexpr char kClosesFirst[] = R"(
int main(int argc, char **argv) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 5)) exit(1);
  for (;;) {
    int client = accept(listener, NULL, NULL);
    char text[100];
    ssize_t got = read(client, text, sizeof text);
    if (got > 0) write(client, text, got);
    close(client);
  }
})";

class OnASharedNetwork : public SessionTest {
 protected:
  void SetUp() override {}

  LaunchPlan PlanOnSharedNetwork(const std::string& source) {
    LaunchPlan plan = PlanFor(source);
    const sandbox::Layer off{.on = false, .reason = "not wanted by this test"};
    plan.isolation.user_namespace = plan.isolation.pid_namespace = off;
    plan.isolation.mount_namespace = plan.isolation.network_namespace = off;
    plan.port = NobodysPort();
    return plan;
  }

  static bool IsKept(int port) {
    const sandbox::UniqueFd diag(
        ::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
    return PortsKeptByThePast(diag.get())->contains(port);
  }

 private:
  static int NobodysPort() {
    const sandbox::UniqueFd sock(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    socklen_t size = sizeof(address);
    EXPECT_EQ(::bind(sock.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::getsockname(sock.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    return ntohs(address.sin_port);
  }
};

Task<void> ClientThatTheServerLeavesFirst(Session& session) {
  const int client = co_await session.Connect();
  co_await session.Converse(client, "served");
  co_await session.Until(
      [&session, client](const Look&) { return session.client(client).ended(); });
  co_await session.HangUp(client);
}

TEST_F(OnASharedNetwork, AServerThatClosesFirstFindsItsPortFreeAtTheNextLaunch) {
  Session session(PlanOnSharedNetwork(kTcpServer + std::string(kClosesFirst)), EchoFacts(), 64);
  ASSERT_EQ(Launch(session), Start::kListening);
  for (int i = 0; i < 3; ++i) {
    RunToEnd(ClientThatTheServerLeavesFirst(session));
    EXPECT_EQ(session.LastServed(), Served::kReplied);
    EXPECT_FALSE(IsKept(session.facts().port));
    EXPECT_TRUE(RunToEnd(session.Relaunch())) << session.output();
  }
}

TEST_F(OnASharedNetwork, WhereTheHostDoesNotLaunchAgainNothingIsSeen) {
  Session session(PlanOnSharedNetwork(kTcpServer + std::string(kClosesFirst)), EchoFacts(), 64);
  ASSERT_EQ(Launch(session), Start::kListening);
  // Refused where it would be in the way of others for a minute.
  session.SetPortPast({.kind = sandbox::PortPast::Kind::kTimeWait, .port = session.facts().port});
  EXPECT_FALSE(RunToEnd(session.Relaunch()));
  session.Remember("again");
  EXPECT_EQ(RunToEnd(session.Rest("later")), Settled::kBackstop);
  EXPECT_FALSE(session.At("again").alive);
  EXPECT_EQ(session.output(), "");
  EXPECT_NE(session.TakeEvidence().obstacle, "");
}

}  // namespace
}  // namespace checker
