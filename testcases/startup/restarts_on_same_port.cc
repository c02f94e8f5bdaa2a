// The side that closes a connection first remembers it for a minute (TIME_WAIT), and as long the
// port counts as used. Without SO_REUSEADDR each restart within that minute fails.
#include "checker/check_api.h"

namespace checker {
namespace {

// Killed while a client is connected: does its connection outlive it?
Task<void> KillWithClient(Session& session, int client) {
  for (const int pid : session.Seen().LivePids()) session.Signal(pid, SIGKILL);
  co_await session.Until([](const Look& look) { return !look.AnyoneAlive(); }, "killed");
  const ConnectionSeen* connection = session.At("killed").Connection(client);
  const bool lives_on = connection != nullptr && connection->state == ConnectionSeen::State::kOther;
  session.Count("connection outlives the server", lives_on ? 1 : 0);
}

Task<void> Exercise(Session& session) {
  const int client = co_await session.Connect();
  co_await session.Rest("connected");
  co_await KillWithClient(session, client);
  session.Count("port", session.facts().port);
  if (!session.At("connected").alive) co_return;
  // TIME_WAIT cannot be taken back; FIN_WAIT_2, for which bind(2) does the same, can.
  using Kind = sandbox::PortPast::Kind;
  const bool own = session.HasOwnNetwork();
  session.Count("half closed", own ? 0 : 1);
  session.SetPortPast({.kind = own ? Kind::kTimeWait : Kind::kHalfClosed,
                       .port = session.facts().port,
                       .address = session.facts().address});
  co_await session.Relaunch();
  session.Note(EvidenceKind::kSocket, "a connection of port " +
                                          std::to_string(session.facts().port) + " is in " +
                                          (own ? "TIME_WAIT" : "FIN_WAIT_2"));
  session.Remember("started again");
  session.Count("port again", session.start() == Start::kListening ? session.facts().port : 0);
}

Verdict Judge(const Evidence& evidence) {
  const Observation& connected = evidence.At("connected");
  if (!connected.alive || connected.listeners.empty())
    return Untested("The server had ended before it could be killed.");
  if (evidence.At("killed").alive)
    return Untested("Not every process of the server could be killed.");
  if (evidence.Number("connection outlives the server") == 0) {
    return Untested("The killed server left no connection behind that would keep its port busy.");
  }
  const Observation& again = evidence.At("started again");
  const std::string when = " while connections of its port " +
                           std::to_string(evidence.Number("port")) + " are in " +
                           (evidence.Number("half closed") == 1 ? "FIN_WAIT_2" : "TIME_WAIT");
  if (!again.listeners.empty() && evidence.Number("port again") == evidence.Number("port"))
    return Pass("It starts again" + when + ".");
  if (!again.listeners.empty()) {
    return Fail("Started again" + when + ", it listens on another port, " +
                std::to_string(evidence.Number("port again")) + ".");
  }
  if (again.alive && !again.Decided())
    return Unresolved("Started again" + when + ", it neither listens nor ends so far.");
  const std::string how = again.alive ? "it does not listen: " + DescribeTasks(again)
                          : again.end_status.has_value() ? "it " + DescribeEnd(*again.end_status)
                                                         : "it ends";
  return Fail("Started again" + when + ", " + how + ".",
              again.alive ? Proof::kState : Proof::kEvent);
}

const Check kCheck{
    .id = "startup/restarts_on_same_port",
    .title = "restarts on the same port",
    .level = Level::kShould,
    .requirement = "It SHOULD start again on its port while connections are in TIME_WAIT.",
    .see = {"socket(7)", "setsockopt(2)"},
    .hint =
        "Between socket() and bind(): int yes = 1; setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, "
        "&yes, sizeof yes);",
    .needs = {Need::kPortOfItsOwn},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"startup/reports_port_in_use", "startup/listens_on_expected_port"},
    .suspect = Suspect::kBind,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
