// TCP is a stream: what the server sends at once may arrive in two pieces. A client that receives
// once shows half a reply.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(ClientSession& session) {
  session.Listen();
  session.Start();
  co_await Greet(session);
  co_await session.Rest("said");
  const std::vector<std::string> ends = {" ", EndOfMessage(session.facts().framing)};
  for (const std::string& end : ends) {
    const std::string piece = session.FreshNonce() + end;
    session.Record({.label = "piece", .sent = piece.substr(0, piece.size() - end.size())});
    session.Send(piece);
    // The second piece leaves when the first was read.
    co_await session.Rest("sent");
  }
  co_await session.Finish("end");
}

Verdict Judge(const Evidence& evidence) {
  const Observation& end = evidence.At("end");
  int shown = 0;
  std::string pieces;
  for (const ExchangeSeen& piece : evidence.exchanges) {
    const bool is_shown = end.output_tail.find(piece.sent) != std::string::npos;
    if (is_shown) ++shown;
    if (!is_shown && shown == 0) shown = -1;  // the first is missing
    pieces += (pieces.empty() ? "" : " ") + piece.sent;
  }
  if (shown == 2) return Pass("The reply came in two pieces, and it printed both.");
  if (!end.Decided()) return Unresolved("The client did not come to rest.");
  if (evidence.At("said").clients.empty()) return Untested("It never connected.");
  Verdict verdict =
      shown == 1
          ? Fail("The reply came in two pieces, and it printed the first one only.", Proof::kEvent)
          : Fail("It did not print the reply. " + DescribeClient(end) + ".", Proof::kEvent);
  verdict.expected = Quoted(pieces);
  verdict.actual = Quoted(end.output_tail);
  return verdict;
}

const Check kCheck{
    .id = "client/shows_the_reply",
    .title = "shows the whole reply",
    .requirement = "The client MUST print the reply it got, also when it comes in pieces.",
    .see = {"recv(2)", "printf(3)"},
    .hint =
        "Call recv() in a loop until it returns 0 or the message's end is there, and print each "
        "time as many bytes as it "
        "returned.",
    .after = {"client/connects_to_given_server"},
    .root_causes = {"client/connects_to_given_server", "client/sends_one_message"},
    .exercise_client = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
