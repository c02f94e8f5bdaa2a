// Cables are pulled and programs are killed: a connection may end with a reset (RST) at any moment.
// recv() and send() then fail with ECONNRESET for this one client, and that is all that may happen.
#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kTries = 20;  // a busy machine lets a server run in between, unless we are root

// A stage is reached for sure only where the server is at rest, or has not run since: the order of
// its calls and of the reset decides which call fails, and so who survives.
Task<void> ResetUntilInTime(Session& session, Task<bool> (*reset)(Session& session)) {
  const int tries = session.facts().ends_after_clients ? 1 : kTries;
  for (int i = 0; i < tries && session.Seen().alive; ++i) {
    const bool in_time = co_await reset(session);
    if (in_time) co_return;
    co_await session.RestAndType();
  }
}

Task<bool> ComeAndReset(Session& session) { return ComeAndLeave(session, Parting::kReset); }

Task<bool> SayAndReset(Session& session) {
  const int client = co_await session.Connect();
  co_await session.HearGreeting(client);
  co_await session.Rest();
  if (!session.facts().exchange || session.facts().exchange->parts.empty()) {
    session.Reset(client);  // it has nothing to say, and all is at rest
    co_return true;
  }
  co_return co_await LeaveBeforeTheReply(session, client, Parting::kReset);
}

Task<void> ResetBeforeAccept(Session& session) { return ResetUntilInTime(session, ComeAndReset); }

Task<void> ResetInMidMessage(Session& session) {
  const int client = co_await session.Connect();
  co_await session.HearGreeting(client);
  const std::string message = session.Say(client);
  session.SendBytes(client, message.substr(0, (message.size() + 1) / 2));
  co_await session.Rest();
  session.Reset(client);
}

Task<void> ResetBeforeTheReply(Session& session) { return ResetUntilInTime(session, SayAndReset); }

Task<void> ResetWithAnUnreadReply(Session& session) {
  const int client = co_await session.Connect();
  co_await session.HearGreeting(client);
  session.client(client).StopReading(true);
  co_await SayWithoutListening(session, client);
  co_await session.RestAndType();
  session.Reset(client);
}

struct Stage {
  const char* label;
  const char* misfortune;
  Task<void> (*happens)(Session& session);
};

constexpr Stage kStages[] = {
    {"before accept", "a client had reset its connection before it was accepted",
     ResetBeforeAccept},
    {"mid-message", "a client had reset its connection in the middle of its message",
     ResetInMidMessage},
    {"before the reply", "a client had reset its connection when it had sent its message",
     ResetBeforeTheReply},
    {"unread reply", "a client had reset its connection without reading the reply",
     ResetWithAnUnreadReply},
};

Task<void> Exercise(Session& session) {
  for (const Stage& stage : kStages) {
    const bool fresh = co_await StartAfresh(session, stage.label);
    if (!fresh) continue;
    co_await stage.happens(session);
    const bool survived = co_await SeeAftermath(session, stage.label);
    if (!survived) co_await SeeControl(session);
    // Handlers that never come to rest would be waited for at each stage again.
    if (!survived || session.At(stage.label).Burns()) co_return;
  }
}

Verdict Judge(const Evidence& evidence) {
  int tried = 0;
  for (const Stage& stage : kStages) {
    if (auto verdict = JudgeAftermath(evidence, stage.label, stage.misfortune)) return *verdict;
    if (evidence.Has(stage.label)) ++tried;
  }
  if (tried == 0) return Unresolved("The server did not listen again.");
  return Pass("Clients reset their connections at " + Plural(tried, "stage") +
              " of the exchange, and each time the next client was served.");
}

const Check kCheck{
    .id = "robustness/survives_connection_reset",
    .title = "survives a connection reset",
    .requirement =
        "A client that resets its connection at any stage MUST cost the server nothing but that "
        "client.",
    .see = {"recv(2)", "send(2)", "signal(7)"},
    .hint =
        "When recv() or send() fails, close this client's socket and go on with the others: no "
        "exit() there. "
        "signal(SIGPIPE, SIG_IGN) or MSG_NOSIGNAL turns the deadly signal into an error code.",
    .after = {"exchange/serves_clients_one_after_another"},
    .root_causes = {"robustness/survives_client_gone_before_reply",
                    "robustness/survives_silent_client",
                    "robustness/stops_work_when_client_leaves"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
