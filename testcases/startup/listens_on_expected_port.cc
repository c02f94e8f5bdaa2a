// Clients look for the server at the port that was agreed on. A server on another port runs, and
// nobody finds it.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  session.Count("first", session.facts().port);
  session.Remember("first start");
  const bool again = co_await session.Relaunch();
  session.Count("second", again ? session.facts().port : 0);
}

std::string Origin(const ServerFacts& server) {
  switch (server.port_source) {
    case PortSource::kArgument: return "the port of its argument";
    case PortSource::kPrompt: return "the port that was typed";
    case PortSource::kAssignment: return "the port that the assignment names";
    default: return "a port fixed in the program";
  }
}

int SwapBytes(int port) { return ((port & 0xff) << 8) | ((port >> 8) & 0xff); }

Verdict FailAt(int port, const std::string& why, const std::string& expected) {
  Verdict verdict = Fail("It listens on port " + std::to_string(port) + ": " + why);
  verdict.expected = expected;
  verdict.actual = "port " + std::to_string(port);
  return verdict;
}

Verdict Judge(const Evidence& evidence) {
  const ServerFacts& server = evidence.server;
  const int port = static_cast<int>(evidence.Number("first"));
  const int second = static_cast<int>(evidence.Number("second"));
  if (server.port_source == PortSource::kRandomAfterFailedBind || (second != 0 && second != port)) {
    return FailAt(port,
                  "at the next start on " + std::to_string(second) +
                      ". bind() has failed, nobody looked, and listen() picks a port of its own.",
                  server.demanded_port ? "port " + std::to_string(*server.demanded_port) : "");
  }
  if (server.port_source == PortSource::kByteOrder) {
    const int meant = SwapBytes(port);
    return FailAt(port,
                  "these are the two bytes of " + std::to_string(meant) +
                      " in the wrong order. htons() is missing.",
                  "port " + std::to_string(meant));
  }
  if (server.demanded_port && *server.demanded_port != port) {
    return FailAt(port, "it was told to listen on " + std::to_string(*server.demanded_port) + ".",
                  "port " + std::to_string(*server.demanded_port));
  }
  return Pass("It listens on port " + std::to_string(port) + ", " + Origin(server) + ".");
}

const Check kCheck{
    .id = "startup/listens_on_expected_port",
    .title = "listens on the expected port",
    .requirement = "Where a port is given, the server MUST listen on it.",
    .see = {"bind(2)", "htons(3)", "ip(7)"},
    .hint =
        "server.sin_port = htons(port): the network has the more significant byte first. And look "
        "at what bind() "
        "returns.",
    .needs = {Need::kPortOfItsOwn},
    .after = {"startup/listens_for_connections"},
    .suspect = Suspect::kBind,
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
