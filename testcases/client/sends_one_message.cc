// What the user says is what the server must get: all of it, nothing behind it, once.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(ClientSession& session) {
  session.Listen();
  session.Start();
  co_await Greet(session);
  co_await session.Rest("said");
  session.Record({.label = "message", .sent = session.message()});
  session.Send("reply " + session.FreshNonce() + EndOfMessage(session.facts().framing));
  co_await session.Rest("answered");
}

// What may stand behind the message: the end that the assignment asks for; else a newline, or NUL
// bytes up to a fixed size.
bool IsProperEnd(std::string_view rest, Framing framing) {
  if (framing == Framing::kLf || framing == Framing::kCrLf) return rest == EndOfMessage(framing);
  if (framing == Framing::kNul) return rest == std::string_view("\0", 1);
  if (rest.starts_with("\r\n")) rest.remove_prefix(2);
  if (rest.starts_with("\n")) rest.remove_prefix(1);
  return rest.find_first_not_of('\0') == rest.npos;
}

std::string Heard(const Observation& seen) {
  return seen.clients.empty() ? "" : seen.clients.front().received;
}

Verdict Wrong(const std::string& text, const std::string& expected, const std::string& actual) {
  Verdict verdict = Fail(text, Proof::kEvent);
  verdict.expected = Quoted(expected);
  verdict.actual = Quoted(actual);
  return verdict;
}

Verdict Judge(const Evidence& evidence) {
  const Observation& said = evidence.At("said");
  const std::string& message = evidence.Exchange("message").sent;
  const std::string heard = Heard(said);
  if (!said.Decided()) return Unresolved("The client did not come to rest.");
  if (heard.empty()) return Fail("The server got nothing. " + DescribeClient(said) + ".");
  if (!heard.starts_with(message))
    return Wrong("The server got something else than the message.", message, heard);
  const std::string_view rest = std::string_view(heard).substr(message.size());
  if (rest.find(message) != rest.npos)
    return Wrong("The server got the message more than once.", message, heard);
  if (!IsProperEnd(rest, evidence.client.framing)) {
    return Wrong("Behind the message the server got bytes that do not belong to it.", message,
                 heard);
  }
  if (Heard(evidence.At("answered")).size() > heard.size()) {
    return Wrong("After the reply the client sent more, and nobody had typed anything.", heard,
                 Heard(evidence.At("answered")));
  }
  return Pass("The server got " + Quoted(heard) + ".");
}

const Check kCheck{
    .id = "client/sends_one_message",
    .title = "sends its message once and whole",
    .requirement = "The client MUST send its message whole, once, and nothing behind it.",
    .see = {"send(2)", "strlen(3)"},
    .hint =
        "send(sock, text, strlen(text), 0): the length is that of the text, not that of the array "
        "or of the pointer.",
    .after = {"client/connects_to_given_server"},
    .root_causes = {"client/connects_to_given_server"},
    .exercise_client = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
