// The smallest thing that a client wants: it says something and gets its answer.
#include "checker/check_api.h"

namespace checker {
namespace {

constexpr const char* kLater = "somebody else has come";

Task<void> Exercise(Session& session) {
  // Where clients hear each other, somebody has to be there to hear.
  const bool is_chat = session.facts().passes_words_on;
  if (is_chat) {
    const int member = co_await session.Connect();
    co_await session.Converse(member, "");
  }
  const int client = co_await session.Connect();
  co_await session.Converse(client, "message");
  co_await session.Rest("after the message");
  // A server for several clients may wait for the next one before it listens to the first.
  if (session.LastExchange().served == Served::kSilent) {
    co_await session.Connect();
    co_await session.Rest(kLater);
  }
  // What is said first may be a name.
  for (int more = 0; more < 2 && is_chat && !session.LastExchange().reached_another; ++more) {
    if (session.LastExchange().served != Served::kTaken) break;
    co_await session.Converse(client, "message");
  }
  if (!session.facts().exchange || session.facts().exchange->HasReply()) co_return;
  if (session.LastExchange().reached_another) co_return;
  // Nothing is ever answered: perhaps because whoever should answer dies of it, and is reaped
  // before anybody looks.
  if (!co_await session.Relaunch() || !session.Trace()) co_return;
  const int again = co_await session.Connect();
  co_await session.Converse(again, "");
  co_await session.Rest();
}

// A handler that a signal killed, if there is one: it is seen as a zombie or as the started
// process.
std::optional<int> KilledBy(const Observation& seen) {
  for (const TaskSeen* zombie : seen.Zombies()) {
    if ((zombie->exit_status & 0x7f) != 0) return zombie->exit_status;
  }
  if (seen.end_status && (*seen.end_status & 0x7f) != 0) return seen.end_status;
  return std::nullopt;
}

bool IsCrash(int status) {
  const int signal = status & 0x7f;
  return signal == SIGSEGV || signal == SIGBUS || signal == SIGILL || signal == SIGFPE ||
         signal == SIGABRT;
}

Verdict Judge(const Evidence& evidence) {
  const ExchangeSeen& message = evidence.Exchange("message");
  const Observation& after = evidence.At("after the message");
  if (message.served == Served::kReplied) {
    Verdict verdict = Pass("The client sent " + Quoted(message.sent) + " and got " +
                           Quoted(message.received) + ".");
    verdict.actual = Quoted(message.received);
    return verdict;
  }
  const bool was_passed_on =
      std::any_of(evidence.exchanges.begin(), evidence.exchanges.end(),
                  [](const ExchangeSeen& said) { return said.reached_another; });
  if (was_passed_on && after.alive) {
    return Pass("What the client said, " + Quoted(evidence.exchanges.back().sent) +
                ", came to another client: the server passes it on.");
  }
  auto status = KilledBy(after);
  for (const ExitSeen& exit : evidence.exits) {
    if (!status && IsCrash(exit.exit_status)) status = exit.exit_status;
  }
  if (status) {
    return Fail("The process that dealt with the client's message " + Quoted(message.sent) + " " +
                    DescribeEnd(*status) + ".",
                Proof::kEvent);
  }
  if (evidence.Has(kLater)) {
    if (auto unread = FailIfNobodyReads(message, evidence.At(kLater), "The client")) return *unread;
  }
  if (auto failed = FailUnlessServed(message, "The client", "when it sent its message")) {
    return *failed;
  }
  return Unresolved("The server took " + Quoted(message.sent) +
                    " and other messages and answered none of them. If it "
                    "should answer, say in the assignment's \"exchange\" what a client must send.");
}

const Check kCheck{
    .id = "exchange/replies_to_one_message",
    .title = "replies to one message",
    .requirement =
        "A client that sends its message MUST get the reply that the exchange describes.",
    .see = {"recv(2)", "send(2)"},
    .hint =
        "Look at the return value of recv(): it is the number of bytes that arrived, and that is "
        "the "
        "number of bytes to work with. A recv() buffer is not a string until you end it.",
    .needs = {Need::kSpeech},
    .after = {"startup/listens_for_connections"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
