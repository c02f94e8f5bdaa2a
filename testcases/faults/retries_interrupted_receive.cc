// A signal that the program catches ends recv() with -1 and EINTR, too. Who takes that for the end
// of the connection hangs up on a client that has done nothing wrong.
#include "checker/check_api.h"

namespace checker {
namespace {

constexpr const char* kServed = "after the signal";

// The process whose first thread waits for this client.
std::optional<int> Receiver(const Observation& seen, int client) {
  for (const TaskSeen& task : seen.tasks) {
    if (task.pid == task.tid && task.WaitsOnClient(client)) return task.pid;
  }
  return std::nullopt;
}

Task<void> Exercise(Session& session) {
  const int client = co_await session.Connect();
  co_await session.HearGreeting(client);
  co_await session.Rest("held");
  const auto receiver = Receiver(session.Seen(), client);
  const std::vector<int> signals =
      receiver ? HarmlessCaughtSignals(session, *receiver) : std::vector<int>();
  session.Count("caught", static_cast<std::int64_t>(signals.size()));
  for (const int signal : signals) {
    session.Signal(*receiver, signal);
    co_await session.Rest();
  }
  if (!signals.empty()) co_await session.Converse(client, kServed);
}

Verdict Judge(const Evidence& evidence) {
  if (evidence.Number("caught") == 0) {
    return Pass(
        "No signal that the server catches can interrupt it while it waits for its client's "
        "message.");
  }
  const ExchangeSeen& exchange = evidence.Exchange(kServed);
  const std::string when = "after a signal that its handler catches had come during recv()";
  if (exchange.served == Served::kClosed || exchange.served == Served::kReset) {
    return Fail("The client's connection was closed before it got its reply, " + when + ".",
                Proof::kEvent);
  }
  if (auto failed = FailUnlessServed(exchange, "The client", when)) return *failed;
  return Pass("The client was served " + when + ".");
}

const Check kCheck{
    .id = "faults/retries_interrupted_receive",
    .title = "retries an interrupted receive",
    .level = Level::kShould,
    .requirement =
        "A signal that a handler catches, delivered while it waits in recv(), SHOULD not cost its "
        "client anything.",
    .see = {"recv(2)", "signal(7)"},
    .hint =
        "do n = recv(...); while (n == -1 && errno == EINTR); or set SA_RESTART when the handler "
        "is installed.",
    .after = {"exchange/serves_clients_one_after_another"},
    .root_causes = {"processes/keeps_accepting_after_child_exits",
                    "faults/survives_interrupted_accept"},
    .suspect = Suspect::kReceive,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
