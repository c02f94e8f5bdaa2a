// send() takes what fits into the buffers. If the client reads slowly they are full, and send()
// takes a part, or nothing: who forgets the rest loses it. The client here sends until the server
// is held up, and reads only then.
#include <unistd.h>

#include <algorithm>

#include "checker/check_api.h"

namespace checker {
namespace {

constexpr int kReader = 2;  // client 1 says one message before
constexpr std::size_t kStep = 64 * 1024;
constexpr std::int64_t kMost =
    4 * 1024 * 1024;  // far more than the buffers of a connection with small segments hold

// The server has something to say and cannot: somebody is blocked in send(), or has left what the
// client said unread.
bool IsHeldUp(const Look& look, int client) {
  const ConnectionLook* connection = look.Connection(client);
  const bool unread =
      connection != nullptr && connection->row && connection->row->receive_queue > 0;
  for (const TaskLook& task : look.tasks) {
    if (task.raw.state != 'S') continue;
    const bool sends =
        task.wait.kind == WaitKind::kSend && task.raw.call->arguments[0] > STDERR_FILENO;
    const bool waits_for_room = task.wait.kind == WaitKind::kPoll && unread && !look.in_flight;
    if (sends || waits_for_room) return true;
  }
  return false;
}

// Until all that was handed over has left for the server, or the server is held up. One that works
// on for seconds, byte by byte perhaps, is not spinning as long as it takes something.
Task<bool> IsSent(Session& session, int number, std::size_t all) {
  const Client* client = &session.client(number);
  for (;;) {
    const std::uint64_t before = client->seen().bytes_sent;
    const Settled settled = co_await session.Until([client, all, number](const Look& look) {
      return client->ended() || IsHeldUp(look, number) || client->seen().bytes_sent == all;
    });
    const bool works = settled == Settled::kSpinning && client->seen().bytes_sent > before;
    if (!works) co_return settled == Settled::kReached && client->seen().bytes_sent == all;
  }
}

// Whole messages of `text` until the server is held up or enough has gone; how many messages that
// were.
Task<std::int64_t> SendUntilHeldUp(Session& session, int number, std::string text) {
  Client& client = session.client(number);
  const std::size_t each = std::max<std::size_t>(1, kStep / text.size());
  std::string step;
  for (std::size_t i = 0; i < each; ++i) step += text;
  std::size_t sent = client.seen().bytes_sent;
  std::int64_t messages = 0;
  for (bool more = true; more && messages * static_cast<std::int64_t>(text.size()) < kMost;) {
    client.Send(step);
    sent += step.size();
    messages += static_cast<std::int64_t>(each);
    more = co_await IsSent(session, number, sent) && !client.ended();
  }
  co_return messages;
}

// Until nothing more comes.
Task<void> ReadOn(Session& session, int number) {
  const ClientSeen& client = session.client(number).seen();
  for (bool works = true; works;) {
    const std::uint64_t before = client.bytes_received;
    const Settled settled = co_await session.Rest();
    works = settled == Settled::kSpinning && client.bytes_received > before;
  }
}

Task<void> Exercise(Session& session) {
  session.PlaceClientsAfar();
  const int control = co_await session.Connect();
  co_await session.Converse(control, "one message");
  co_await session.Leave(control);
  const int reader = co_await session.Connect();
  co_await session.HearGreeting(reader);
  const std::string text = session.Say(reader);
  Client& client = session.client(reader);
  const auto said = static_cast<std::int64_t>(client.seen().bytes_sent);
  const auto heard = static_cast<std::int64_t>(client.seen().bytes_received);
  client.StopReading(true);
  const std::int64_t messages = co_await SendUntilHeldUp(session, reader, text);
  session.Remember("held up");
  client.StopReading(false);
  co_await ReadOn(session, reader);
  session.Remember("read on");
  session.Count("messages", messages);
  session.Count("sent", static_cast<std::int64_t>(client.seen().bytes_sent) - said);
  session.Count("received", static_cast<std::int64_t>(client.seen().bytes_received) - heard);
}

// Where messages have an end, each is answered as one was; else all bytes come back.
std::int64_t ExpectedBytes(const Evidence& evidence) {
  const ExchangeSeen& one = evidence.Exchange("one message");
  const bool framed =
      evidence.server.exchange && evidence.server.exchange->framing != Framing::kRead;
  const auto reply = static_cast<std::int64_t>(std::min(one.received.size(), one.sent.size()));
  return framed ? evidence.Number("messages") * reply : evidence.Number("sent");
}

Verdict Judge(const Evidence& evidence) {
  if (evidence.Exchange("one message").served != Served::kReplied) {
    return Untested("One message alone was not answered this time.");
  }
  const Observation& last = evidence.At("read on");
  const std::int64_t expected = ExpectedBytes(evidence);
  const std::int64_t received = evidence.Number("received");
  const std::string told = "The client sent " + Plural(evidence.Number("sent"), "byte") +
                           ", and read nothing until the server was held up";
  if (received >= expected)
    return Pass(told + "; then all " + std::to_string(received) + " bytes of the reply came.");
  if (auto ended = FailIfEnded(last, "when a client read slowly")) return *ended;
  if (!last.AtRest())
    return Unresolved(told + "; then the server did not come to rest. " + DescribeTasks(last) +
                      ".");
  const std::string end = last.Client(kReader)->reset ? " The connection was reset." : "";
  Verdict verdict = Fail(told + ". Of a reply of " + std::to_string(expected) + " bytes only " +
                         std::to_string(received) +
                         " came, and the server is at rest: " + DescribeTasks(last) + "." + end);
  verdict.expected = std::to_string(expected) + " bytes";
  verdict.actual = std::to_string(received) + " bytes";
  return verdict;
}

const Check kCheck{
    .id = "exchange/delivers_long_reply_to_slow_reader",
    .title = "delivers a long reply to a slow reader",
    .requirement = "A reply larger than both socket buffers MUST arrive whole at a slow reader.",
    .see = {"send(2)", "epoll(7)"},
    .hint =
        "send() returns how much it took. Call it again with the rest; on a socket that does not "
        "block, keep the rest "
        "and wait for EPOLLOUT or POLLOUT.",
    .needs = {Need::kEcho, Need::kFurtherMessages, Need::kSureReply},
    .after = {"exchange/replies_to_one_message"},
    .root_causes = {"exchange/handles_message_split_across_segments",
                    "exchange/handles_messages_sent_together", "exchange/handles_long_message",
                    "robustness/survives_oversized_message", "robustness/has_no_memory_errors",
                    "descriptors/count_returns_to_baseline",
                    "isolation/client_state_stays_private"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
