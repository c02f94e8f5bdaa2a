// Nobody keeps a client from sending more than the server has room for. What does not fit must stay
// in the connection or be refused; copied into an array that is too small it overwrites whatever
// lies behind.
#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

constexpr std::size_t kLong = 64 * 1024;
constexpr const char* kTwice = "twice the buffer";
constexpr const char* kHuge = "64 KiB";

// The largest read that waits for a client.
std::size_t LargestRead(const Observation& seen) {
  std::uint64_t largest = 0;
  for (const TaskSeen& task : seen.tasks) {
    const bool reads =
        std::any_of(task.waits_on.begin(), task.waits_on.end(),
                    [](const Target& target) { return target.kind == Target::Kind::kClient; });
    if (reads) largest = std::max(largest, task.wait_length);
  }
  return static_cast<std::size_t>(std::min<std::uint64_t>(largest, kLong));
}

// size 0: twice the largest read that is seen.
Task<bool> SendLongMessage(Session& session, std::string label, std::size_t size) {
  const bool fresh = co_await StartAfresh(session, label);
  if (!fresh) co_return true;
  session.Count("traced", session.Trace() ? 1 : 0);
  const int client = co_await session.Connect();
  co_await session.HearGreeting(client);
  co_await session.Rest();
  const std::size_t length =
      size != 0 ? size : 2 * std::max<std::size_t>(LargestRead(session.Seen()), 256);
  session.SendBytes(client, MessageWith(session.facts(), std::string(length, 'x')));
  co_await session.Rest();
  session.HalfClose(client);
  co_return co_await SeeAftermath(session, label);
}

Task<void> Exercise(Session& session) {
  bool survived = co_await SendLongMessage(session, kTwice, 0);
  if (survived) survived = co_await SendLongMessage(session, kHuge, kLong);
  if (!survived) co_await SeeControl(session);
}

Verdict Judge(const Evidence& evidence) {
  const std::string longer = "a message that is longer than its buffer (64 KiB at most)";
  for (const char* label : {kTwice, kHuge}) {
    if (auto crashed = FailIfCrashed(evidence, label, longer)) return *crashed;
    if (auto verdict = JudgeAftermath(evidence, label, longer + " had come")) return *verdict;
  }
  if (!evidence.Has(kTwice)) return Unresolved("The server did not listen again.");
  if (!SawEveryExit(evidence))
    return Unsupported("How the handlers ended cannot be seen here: ptrace is refused.");
  return Pass(
      "Messages of twice the largest read and of 64 KiB crashed nothing, and the next client was "
      "served.");
}

const Check kCheck{
    .id = "robustness/survives_oversized_message",
    .title = "survives an oversized message",
    .requirement =
        "Input of twice the largest read seen, and of 64 KiB, MUST not crash server or handler.",
    .see = {"recv(2)", "strcpy(3)"},
    .hint =
        "recv(sock, buffer, sizeof buffer - 1, 0) leaves room for the final '\\0'. What was "
        "received is copied only "
        "with a bound: snprintf() or memcpy() with the smaller length, never strcpy(), strcat() or "
        "sprintf().",
    .after = {"exchange/serves_clients_one_after_another"},
    .root_causes = {"exchange/replies_to_one_message", "robustness/stops_work_when_client_leaves"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
