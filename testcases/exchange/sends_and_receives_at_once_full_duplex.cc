// Full-duplex: both may speak at any time. A server that waits in recv() cannot send, and one that
// waits for its keyboard cannot receive: it takes two processes or threads for one client, or
// poll().
#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kMessages = 3;

Task<void> SendMessages(Session& session, int client) {
  for (int i = 0; i < kMessages; ++i) {
    if (session.client(client).ended()) co_return;
    co_await session.SayInParts(client);
    co_await session.UntilTaken(client);
  }
}

// The client is silent, and what is typed at the server has to reach it.
Task<void> HearUnasked(Session& session, int client, std::string label) {
  co_await session.Rest();
  ExchangeSeen heard{.label = label, .client = client};
  const std::size_t before = session.client(client).seen().received.size();
  if (session.facts().exchange && session.facts().exchange->operator_types &&
      session.Seen().AsksOperator()) {
    heard.nonce = session.FreshNonce();
    heard.operator_fed = true;
    session.TypeLine(heard.nonce);
    co_await session.Rest();
  }
  heard.received = session.client(client).seen().received.substr(before);
  heard.after = session.Seen();
  session.Record(heard);
}

Task<void> Exercise(Session& session) {
  const int first = co_await session.Connect();
  co_await HearUnasked(session, first, "silent client");
  co_await SendMessages(session, first);
  co_await session.Rest("after the messages");
  co_await HearUnasked(session, first, "after the messages, again");
}

std::optional<Verdict> FailUnlessHeard(const ExchangeSeen& heard, const std::string& when,
                                       bool operator_types) {
  const Observation& after = heard.after;
  if (auto ended = FailIfEnded(after, when)) return ended;
  const bool came = operator_types ? heard.operator_fed && CountOf(heard.received, heard.nonce) > 0
                                   : after.Client(heard.client)->bytes_received > 0;
  if (came) return std::nullopt;
  if (!after.AtRest())
    return Unresolved("The server did not come to rest " + when + ": " + DescribeTasks(after) +
                      ".");
  const std::string what = !operator_types ? "The server sent nothing "
                           : heard.operator_fed
                               ? "What was typed at the server did not reach the client "
                               : "Nobody reads the server's keyboard ";
  return Fail(what + when + ": " + DescribeTasks(after) + ".");
}

Verdict Judge(const Evidence& evidence) {
  const bool operator_types = evidence.server.exchange && evidence.server.exchange->operator_types;
  const ExchangeSeen& silent = evidence.Exchange("silent client");
  if (auto failed =
          FailUnlessHeard(silent, "while the client had said nothing yet", operator_types))
    return *failed;
  const Observation& after = evidence.At("after the messages");
  if (auto ended = FailIfEnded(after, "when messages came")) return *ended;
  const ConnectionSeen* connection = after.Connection(silent.client);
  if (after.Client(silent.client)->eof || connection == nullptr ||
      connection->state == ConnectionSeen::State::kGone) {
    return Fail("The server closed the connection while the client sent " +
                    Plural(kMessages, "message") + ".",
                Proof::kEvent);
  }
  if (connection->unread > 0) {
    if (!after.AtRest())
      return Unresolved("The server is not at rest: " + DescribeTasks(after) + ".");
    return Fail("The client sent " + Plural(kMessages, "message") +
                " while nothing was typed at the server, and the server "
                "does not read them: " +
                DescribeConnection(after, silent.client) + ", and " + DescribeTasks(after) + ".");
  }
  const ExchangeSeen& again = evidence.Exchange("after the messages, again");
  if (auto failed = FailUnlessHeard(again, "after the client had spoken", operator_types))
    return *failed;
  return Pass("The server sent while the client was silent, and took " +
              Plural(kMessages, "message") +
              " in turn while it had nothing to send, on the same connection.");
}

const Check kCheck{
    .id = "exchange/sends_and_receives_at_once_full_duplex",
    .title = "sends and receives at once (full-duplex)",
    .requirement =
        "Full-duplex: the server MUST send while it has not received and receive while it has not "
        "sent, on the "
        "same connection.",
    .see = {"fork(2)", "pthread_create(3)", "poll(2)"},
    .hint =
        "Fork once more for each client: one process reads the keyboard and sends, the other "
        "receives and prints. Or "
        "poll() on both descriptors.",
    .needs = {Need::kFullDuplex},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"exchange/replies_to_one_message"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
