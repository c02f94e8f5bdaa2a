// A word like "exit" is one client's good-bye. Who takes it for an order to the whole server lets
// any client turn it off.
#include "checker/check_api.h"

namespace checker {
namespace {

Task<void> Exercise(Session& session) {
  const std::string word = session.facts().exchange.value_or(Exchange{}).end_word;
  const int speaker = co_await session.Connect();
  co_await session.Converse(speaker, "before the word");
  int bystander = 0;
  if (session.facts().design != Design::kIterative) {
    bystander = co_await session.Connect();
    co_await session.Converse(bystander, "bystander before");
  }
  session.SendBytes(speaker, word);
  co_await session.RestAndType("after the word");
  if (bystander != 0) co_await session.Converse(bystander, "bystander after");
  co_await session.Leave(speaker);
  const int newcomer = co_await session.Connect();
  co_await session.Converse(newcomer, "newcomer");
}

Verdict JudgeEndOfServer(const Observation& after, const std::string& said) {
  if (after.alive && !after.listeners.empty()) {
    return Fail(said + " should end the server, and it still listens: " + DescribeTasks(after) +
                ".");
  }
  return Pass(said + " ends the server, as the assignment says.");
}

// Whether the speaker's own conversation is over; nullopt if it is.
std::optional<Verdict> FailUnlessOver(const Observation& after, int speaker,
                                      const std::string& said) {
  const ClientSeen& client = *after.Client(speaker);
  if (client.eof || client.reset) return std::nullopt;
  const ConnectionSeen* connection = after.Connection(speaker);
  const bool unheard = connection != nullptr && connection->unread > 0 && after.AsksOperator();
  if (!after.Decided() || unheard) {
    return Unresolved(said + " has not ended the conversation yet: " + DescribeTasks(after) + ".");
  }
  return Fail(said + " does not end the conversation: " + DescribeConnection(after, speaker) +
                  ", and " + DescribeTasks(after) + ".",
              after.AtRest() ? Proof::kState : Proof::kTimed);
}

Verdict Judge(const Evidence& evidence) {
  const ExchangeSeen& before = evidence.Exchange("before the word");
  if (!before.Ok()) return Untested("The exchange itself did not succeed this time.");
  const Exchange exchange = evidence.server.exchange.value_or(Exchange{});
  const std::string said = "The client's " + Quoted(exchange.end_word);
  const Observation& after = evidence.At("after the word");
  if (exchange.end_word_ends_server) return JudgeEndOfServer(after, said);
  if (auto ended = FailIfEnded(after, "when one client said " + Quoted(exchange.end_word)))
    return *ended;
  if (after.listeners.empty()) {
    return Fail(said + " ended more than its conversation: nobody listens any more. " +
                DescribeTasks(after) + ".");
  }
  if (auto goes_on = FailUnlessOver(after, before.client, said)) return *goes_on;
  const std::string when = "after another client had said " + Quoted(exchange.end_word);
  if (evidence.Has("bystander after") && evidence.Exchange("bystander before").Ok()) {
    if (auto failed = FailUnlessServed(evidence.Exchange("bystander after"),
                                       "A client that was there already", when)) {
      return *failed;
    }
  }
  if (auto failed = FailUnlessServed(evidence.Exchange("newcomer"), "A new client", when))
    return *failed;
  return Pass(said +
              " ends its own conversation; another client's goes on, and a new client is served.");
}

const Check kCheck{
    .id = "exchange/ends_at_keyword",
    .title = "ends the conversation at its keyword",
    .requirement =
        "Where the dialogue has an end word, it MUST end that client's conversation and nothing "
        "else.",
    .see = {"strncmp(3)", "close(2)", "exit(3)"},
    .hint =
        "Leave the loop of this one client and close its socket. exit() ends a process: in a "
        "thread, and in a server "
        "without children, that is the whole server. What recv() brings has no '\\0': compare with "
        "strncmp() and its "
        "length, and think of the newline.",
    .needs = {Need::kEndWord},
    .after = {"exchange/replies_to_one_message"},
    .root_causes = {"exchange/serves_clients_one_after_another",
                    "exchange/closes_connection_after_exchange",
                    "descriptors/parent_closes_connected_socket",
                    "concurrency/serves_second_client_while_first_is_idle"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
