// A client may lose patience while its reply is being made. Who sends to a connection that is gone
// gets EPIPE, and before that the signal SIGPIPE, which ends a process that has not asked for
// anything else.
#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kRounds = 3;
constexpr int kTries = 20;  // a busy machine lets a server run in between, unless we are root
constexpr const char* kGone = "gone before the reply";

// The handler asks its operator; meanwhile the client leaves, and only then the answer is typed.
Task<bool> LeaveWhileTheOperatorThinks(Session& session, int client) {
  co_await SayWithoutListening(session, client);
  co_await session.Rest();
  const bool asks = session.Seen().AsksOperator();
  session.HalfClose(client);
  session.Reset(client);
  co_return asks;
}

Task<bool> LeaveInTime(Session& session) {
  const bool operator_types = session.facts().exchange->operator_types;
  if (session.facts().exchange->parts.empty() && !operator_types)
    co_return co_await ComeAndLeave(session, Parting::kFinThenReset);
  const int client = co_await session.Connect();
  co_await session.HearGreeting(client);
  co_await session.Rest();
  if (operator_types) co_return co_await LeaveWhileTheOperatorThinks(session, client);
  co_return co_await LeaveBeforeTheReply(session, client, Parting::kFinThenReset);
}

Task<void> Exercise(Session& session) {
  co_await StartAfresh(session, kGone);
  const auto ends = session.facts().ends_after_clients;
  // One client more comes afterwards, and the server may be one that ends with its last.
  const int tries = ends ? std::clamp(*ends - 2, 1, kTries) : kTries;
  int proved = 0;
  for (int i = 0; i < tries && proved < kRounds && session.Seen().alive; ++i) {
    const bool in_time = co_await LeaveInTime(session);
    if (in_time) ++proved;
    co_await session.RestAndType();
    // Handlers that never come to rest would be waited for again and again.
    if (session.Seen().Burns()) break;
  }
  session.Count("rounds", proved);
  const bool survived = co_await SeeAftermath(session, kGone);
  if (!survived) co_await SeeControl(session);
}

Verdict Judge(const Evidence& evidence) {
  if (auto verdict = JudgeAftermath(evidence, kGone, "a client had left before its reply was sent"))
    return *verdict;
  const auto rounds = evidence.Number("rounds");
  const bool may_be_few = evidence.server.ends_after_clients || evidence.At(kGone).Burns();
  const std::string too_few = "Of " + std::to_string(kTries) + " clients " +
                              std::to_string(rounds) +
                              " are known to have left before the reply was sent: too few to tell.";
  if (rounds == 0) return Untested(too_few);
  if (rounds < kRounds && !may_be_few) return Unresolved(too_few);
  return Pass(Plural(rounds, "client") +
              " left before the reply was sent; the server went on and served the next.");
}

const Check kCheck{
    .id = "robustness/survives_client_gone_before_reply",
    .title = "survives a client that is gone before its reply",
    .requirement = "A reply to a client that has left MUST not end the server.",
    .see = {"send(2)", "signal(7)"},
    .hint =
        "signal(SIGPIPE, SIG_IGN) at the start, or send(..., MSG_NOSIGNAL); send() then returns -1 "
        "with EPIPE: close "
        "this client's socket and go on.",
    .needs = {Need::kReply},
    .after = {"exchange/serves_clients_one_after_another"},
    .root_causes = {"robustness/stops_work_when_client_leaves"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
