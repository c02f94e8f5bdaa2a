// Bytes from the network are data. A '\0' in the middle, a "%s", or bytes that are no text must
// neither crash the server nor be found again in what the next client gets.
#include "checker/check_api.h"

namespace checker {
namespace {

constexpr const char* kBinary = "binary";

std::vector<std::string> Payloads() {
  using namespace std::string_literals;
  // Short ones: what is too long is another check's.
  std::string upper_half;
  for (int byte = 255; byte >= 128; --byte) upper_half += static_cast<char>(byte);
  std::string control;
  for (int byte = 31; byte >= 0; --byte) control += static_cast<char>(byte);
  return {"\0\0\0a\0b\0"s, "%s%s%s%s%s%s%s%s%n%n%n%n%n%n%n%n"s, upper_half, control};
}

// A server that ends after so many clients is started again before it does: one more comes after
// this one.
Task<bool> StartAgainInTime(Session& session) {
  const auto ends = session.facts().ends_after_clients;
  if (!ends || session.client_count() + 2 < *ends || session.client_count() == 0) co_return true;
  const bool listens = co_await session.Relaunch();
  if (listens) session.Count("traced", session.Trace() ? 1 : 0);
  co_return listens;
}

Task<void> Exercise(Session& session) {
  co_await StartAfresh(session, kBinary);
  session.Count("traced", session.Trace() ? 1 : 0);
  for (const std::string& payload : Payloads()) {
    if (!session.Seen().alive || session.Seen().Burns()) break;
    const bool listens = co_await StartAgainInTime(session);
    if (!listens) co_return;
    const int client = co_await session.Connect();
    co_await session.HearGreeting(client);
    session.SendBytes(client, MessageWith(session.facts(), payload + session.FreshNonce()));
    co_await session.RestAndType();
    co_await session.Leave(client);
    co_await session.Rest();
  }
  const bool survived = co_await SeeAftermath(session, kBinary);
  if (!survived) co_await SeeControl(session);
}

Verdict Judge(const Evidence& evidence) {
  const std::string binary =
      "a message with NUL bytes, format directives or bytes that are no text";
  if (auto crashed = FailIfCrashed(evidence, kBinary, binary)) return *crashed;
  if (!evidence.Has(kBinary)) return Unresolved("The server did not listen again.");
  if (auto verdict = JudgeAftermath(evidence, kBinary, binary + " had come")) return *verdict;
  if (!SawEveryExit(evidence))
    return Unsupported("How the handlers ended cannot be seen here: ptrace is refused.");
  return Pass(
      "NUL bytes, format directives and bytes that are no text crashed nothing, and the next "
      "client was served.");
}

const Check kCheck{
    .id = "robustness/survives_binary_message",
    .title = "survives a binary message",
    .requirement =
        "NUL bytes, format directives and bytes that are not UTF-8 MUST not crash it or break the "
        "next exchange.",
    .see = {"printf(3)", "recv(2)"},
    .hint =
        "printf(\"%s\", buffer), never printf(buffer). What recv() returns says how many bytes "
        "there are: strlen() stops "
        "at the first '\\0' or, where there is none, behind the buffer.",
    .after = {"exchange/serves_clients_one_after_another"},
    .root_causes = {"exchange/replies_to_one_message", "robustness/survives_oversized_message",
                    "robustness/stops_work_when_client_leaves",
                    "isolation/client_state_stays_private"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
