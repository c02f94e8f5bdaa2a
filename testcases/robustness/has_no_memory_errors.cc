// What is written behind the end of an array, or used after free(), may do nothing visible for
// years. A program that was built with AddressSanitizer and UndefinedBehaviorSanitizer says where
// it happens.
#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> TwoAtOnce(Session& session) {
  const int first = co_await session.Connect();
  const int second = co_await session.Connect();
  co_await session.Converse(second, "");
  co_await session.Converse(first, "");
  co_await session.Leave(second);
  co_await session.Leave(first);
}

// A server that is busy with others, or has had enough clients, takes no more.
bool IsReady(Session& session) {
  const Observation& seen = session.Seen();
  return seen.alive && seen.AtRest() && !session.facts().ends_after_clients &&
         std::any_of(seen.tasks.begin(), seen.tasks.end(),
                     [](const TaskSeen& task) { return task.WaitsOnListener(); });
}

Task<bool> MakeReady(Session& session) {
  if (session.client_count() == 0 || IsReady(session)) co_return true;
  co_return co_await session.Relaunch();
}

Task<void> SayLongMessage(Session& session, std::size_t size) {
  const int client = co_await session.Connect();
  co_await session.HearGreeting(client);
  session.SendBytes(client, MessageWith(session.facts(), std::string(size, 'x')));
  co_await session.RestAndType();
  const ConnectionSeen* connection = session.Seen().Connection(client);
  if (connection == nullptr || connection->unread < size) session.Count("read", client);
  co_await session.Leave(client);
}

Task<void> LongMessages(Session& session) {
  for (const std::size_t size : {1024, 4096, 65536}) {
    if (!co_await MakeReady(session)) co_return;
    co_await SayLongMessage(session, size);
    co_await session.Rest();
  }
}

Task<void> OddMessages(Session& session) {
  using namespace std::string_literals;
  for (const std::string& text : {"\0\0a\0"s, "%s%s%s%n%n"s, "\xff\xfe\x80"s}) {
    const int client = co_await session.Connect();
    co_await session.HearGreeting(client);
    session.SendBytes(client, MessageWith(session.facts(), text));
    co_await session.RestAndType();
    co_await session.Leave(client);
  }
}

// recv() fails where the reset comes to a handler that waits; what has been said before it is read
// first.
Task<void> ResetWhileItWaits(Session& session) {
  const int client = co_await session.Connect();
  co_await session.HearGreeting(client);
  co_await session.Rest();
  session.Reset(client);
  co_await session.RestAndType();
}

Task<void> LeaveInTheMiddle(Session& session) {
  const int silent = co_await session.Connect();
  co_await session.Leave(silent);
  co_await ResetWhileItWaits(session);
  if (!co_await MakeReady(session)) co_return;
  const int client = co_await session.Connect();
  co_await SayWithoutListening(session, client);
  session.Reset(client);
  co_await session.RestAndType();
}

Task<void> Exercise(Session& session) {
  constexpr Task<void> (*kParts[])(Session&) = {TwoAtOnce, LongMessages, OddMessages,
                                                LeaveInTheMiddle};
  for (const auto part : kParts) {
    if (!co_await MakeReady(session)) co_return;
    co_await part(session);
    co_await session.Rest();
  }
}

bool NothingWasRead(const Evidence& evidence) {
  const bool client_speaks = evidence.server.exchange && !evidence.server.exchange->parts.empty();
  return client_speaks && std::none_of(evidence.numbers.begin(), evidence.numbers.end(),
                                       [](const auto& number) { return number.first == "read"; });
}

Verdict Judge(const Evidence& evidence) {
  const auto findings = ReadSanitizerReports(evidence.errors, Instrumentation::kMemory);
  if (findings.empty() && NothingWasRead(evidence))
    return Untested("The server read no long message.");
  if (findings.empty())
    return Pass(
        "AddressSanitizer and UndefinedBehaviorSanitizer had nothing to say of the program's own "
        "code.");
  Verdict verdict = Fail("A sanitizer reports: " + findings.front().Text() + ".", Proof::kEvent);
  verdict.source = SourceLine{findings.front().file, findings.front().line};
  for (std::size_t i = 1; i < std::min<std::size_t>(findings.size(), 5); ++i) {
    verdict.notes.push_back("Also: " + findings[i].Text() + ".");
  }
  return verdict;
}

const Check kCheck{
    .id = "robustness/has_no_memory_errors",
    .title = "has no memory errors",
    .requirement =
        "Under AddressSanitizer and UndefinedBehaviorSanitizer the server MUST show no error in "
        "its own code.",
    .see = {"gcc(1)"},
    .hint =
        "Build it with gcc -g -fsanitize=address,undefined and talk to it: the report names the "
        "line. Often it is buffer[n] = "
        "'\\0' where recv() was allowed to fill the whole buffer.",
    .after = {"startup/listens_for_connections"},
    .root_causes = {"exchange/replies_to_one_message", "robustness/survives_oversized_message",
                    "robustness/survives_binary_message", "startup/reports_missing_arguments"},
    .instrumentation = Instrumentation::kMemory,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
