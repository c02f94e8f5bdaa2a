// A client is told where its server is. If it goes somewhere else, it works on its author's machine
// only.
#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(ClientSession& session) {
  session.Listen();
  session.Start();
  co_await session.Rest("started");
  session.Count("port", session.connected_port());
  session.Record(
      {.label = "place", .sent = session.facts().host, .received = session.connected_address()});
}

bool Uses(const LaunchForm& launch, std::string_view word) {
  const auto has = [word](const std::string& text) { return text.find(word) != text.npos; };
  return std::any_of(launch.arguments.begin(), launch.arguments.end(), has) ||
         std::any_of(launch.prompted_lines.begin(), launch.prompted_lines.end(), has);
}

Verdict Judge(const Evidence& evidence) {
  const Observation& seen = evidence.At("started");
  const ExchangeSeen& place = evidence.Exchange("place");
  const auto port = static_cast<int>(evidence.Number("port"));
  const std::string asked = place.sent + " port " + std::to_string(evidence.client.port);
  if (port == 0) {
    if (!seen.Decided())
      return Unresolved("It has not connected to " + asked + " and is not at rest.");
    return Fail("It was to connect to " + asked + " and never did. " + DescribeClient(seen) + ".");
  }
  Verdict wrong =
      Fail("It connected to another place than the one that it was given.", Proof::kEvent);
  wrong.expected = asked;
  wrong.actual = place.received + " port " + std::to_string(port);
  if (port != evidence.client.port) return wrong;
  if (Uses(evidence.client.launch, "{host}") && place.sent != place.received) return wrong;
  return Pass("It connected to " + place.received + " port " + std::to_string(port) + ".");
}

const Check kCheck{
    .id = "client/connects_to_given_server",
    .title = "connects to the given server",
    .requirement = "The client MUST connect to the address and port that it was given.",
    .see = {"connect(2)", "getaddrinfo(3)", "htons(3)"},
    .hint =
        "Use the arguments (argv) or what was typed, turn the port into a number and put it "
        "through htons().",
    .after = {"build/compiles"},
    .exercise_client = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
