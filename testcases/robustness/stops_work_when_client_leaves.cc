// recv() returns 0 when the client has closed its side, and it returns 0 again each time it is
// called: a loop that does not look at it runs for ever, and may send what is left in its buffer
// without end.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  const int client = co_await session.Connect();
  co_await session.Converse(client, "message");
  co_await session.Rest("before its end");
  session.HalfClose(client);
  co_await session.RestAndType("after its end");
}

Verdict Judge(const Evidence& evidence) {
  const Observation& before = evidence.At("before its end");
  const Observation& after = evidence.At("after its end");
  const int client = evidence.Exchange("message").client;
  if (before.Burns())
    return Untested("The server was busy before the client had left: " + DescribeTasks(before) +
                    ".");
  if (!after.alive) return Untested("The server ended when its client left.");
  if (auto answered = FailIfAnsweredAfterItsEnd(before, after, client)) return *answered;
  if (after.AtRest())
    return Pass("Once the client has closed its side nobody works for it any more.");
  const std::uint64_t more =
      after.Client(client)->bytes_received - before.Client(client)->bytes_received;
  const std::vector<int> holders = after.Holders(client);
  if (!after.Burns())
    return Unresolved("The server did not come to rest: " + DescribeTasks(after) + ".");
  const std::string work =
      more > 0
          ? "sends without end (" + Plural(static_cast<std::int64_t>(more), "byte") + " so far)"
          : std::string("goes on working");
  Verdict verdict = Fail("The client has closed its side, and the server " + work + ": " +
                             DescribeTasks(after) + "; the connection is " +
                             (holders.empty() ? "closed." : "held by " + Pids(holders) + "."),
                         Proof::kTimed);
  verdict.expected = "no processor time and no bytes for a client that has left";
  return verdict;
}

const Check kCheck{
    .id = "robustness/stops_work_when_client_leaves",
    .title = "stops work when its client leaves",
    .requirement =
        "After its client's end-of-file a handler MUST stop: no processor time, no flood, no "
        "further sends.",
    .see = {"recv(2)", "read(2)"},
    .hint = "Leave the loop when recv() returns 0 (and when it returns -1): if (n <= 0) break;",
    .needs = {Need::kEnd},
    .after = {"exchange/replies_to_one_message"},
    .root_causes = {"processes/child_never_accepts"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
