// What comes over the network was written by anybody: a broken request gets a refusal, and costs
// nobody else anything.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "checker/check_api.h"

namespace checker {
namespace {

struct Broken {
  const char* label;
  std::string request;
  bool half_close;                 // the client has nothing more to say: the rest will never come
  bool any_reply_will_do = false;  // long, or cut short: who makes something of it does no harm
};

std::string Request(const std::string& method, const std::string& name) {
  std::string request = method;
  request.append(" /").append(name).append(" HTTP/1.0\r\n\r\n");
  return request;
}

const std::vector<Broken>& BrokenRequests() {
  static const std::vector<Broken> kRequests = {
      {"a line of one word", "HELLO\r\n\r\n", false},
      {"GET without a path", "GET\r\n\r\n", false},
      {"an empty line", "\r\n\r\n", true},
      {"bytes that are no text", std::string("\x00\x01\xff\xfe%n%s\r\n\r\n", 12), true},
      {"a path of 9000 letters", Request("GET", std::string(9000, 'a')), false, true},
      {"a method of 3000 letters", Request(std::string(3000, 'A'), ""), false, true},
      {"a request that stops in its middle", "GET /index.ht", true, true},
  };
  return kRequests;
}

bool MayBeServed(const std::string& label) {
  const auto& all = BrokenRequests();
  return std::any_of(all.begin(), all.end(), [&label](const Broken& broken) {
    return broken.label == label && broken.any_reply_will_do;
  });
}

Task<void> Exercise(Session& session) {
  // A handler that crashes leaves a closed connection, as one that refuses does: only its end tells
  // them apart.
  session.Trace();
  for (const Broken& broken : BrokenRequests()) {
    if (broken.half_close) {
      co_await AskAndHalfClose(session, broken.request, broken.label);
    } else {
      co_await Ask(session, broken.request, broken.label);
    }
    co_await session.Rest(broken.label);
    if (!session.Seen().alive) co_return;
  }
  const int client = co_await session.Connect();
  co_await session.Converse(client, "the next client");
}

bool IsCrash(int status) {
  constexpr std::array kCrashes = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};
  return std::find(kCrashes.begin(), kCrashes.end(), status & 0x7f) != kCrashes.end();
}

std::optional<Verdict> FailAtCrash(const Evidence& evidence) {
  const auto crash = [](int status, const std::string& what) {
    return Fail(
        "A process of the server " + DescribeEnd(status) + " when a client had sent " + what + ".",
        Proof::kEvent);
  };
  for (const Moment& moment : evidence.moments) {
    for (const TaskSeen* zombie : moment.seen.Zombies()) {
      if (IsCrash(zombie->exit_status)) return crash(zombie->exit_status, moment.label);
    }
    if (auto ended = FailIfEnded(moment.seen, "after a client had sent " + moment.label))
      return ended;
  }
  for (const ExitSeen& exit : evidence.exits) {
    if (IsCrash(exit.exit_status)) return crash(exit.exit_status, "one of the broken requests");
  }
  return std::nullopt;
}

std::optional<Verdict> FailUnlessRefused(const ExchangeSeen& exchange) {
  const ClientSeen& client = *exchange.after.Client(exchange.client);
  if (exchange.served == Served::kUndecided)
    return Unresolved("After " + exchange.label + " the server did not come to rest.");
  const HttpResponse response = ParseHttpResponse(exchange.received);
  if (response.is_http && response.status >= 400) return std::nullopt;
  if (response.is_http && MayBeServed(exchange.label)) return std::nullopt;
  if (response.is_http) {
    return Fail("A client that sent " + exchange.label + " got the status " +
                std::to_string(response.status) + ", as if it had asked for something.");
  }
  if (client.eof || client.reset) return std::nullopt;
  return Fail("A client that sent " + exchange.label +
              " got neither a status from 400 on nor the end of the connection. " +
              DescribeTasks(exchange.after) + ".");
}

Verdict Judge(const Evidence& evidence) {
  if (auto crashed = FailAtCrash(evidence)) return *crashed;
  for (const ExchangeSeen& exchange : evidence.exchanges) {
    if (exchange.label == "the next client") continue;
    if (auto failed = FailUnlessRefused(exchange)) return *failed;
  }
  if (auto failed = FailUnlessServed(evidence.Exchange("the next client"), "The next client",
                                     "after broken requests")) {
    return *failed;
  }
  return Pass(fmt::format("{} broken requests were refused, and the next client was served.",
                          BrokenRequests().size()));
}

const Check kCheck{
    .id = "http/rejects_malformed_request",
    .title = "rejects malformed requests",
    .requirement =
        "A broken request MUST get a status from 400 on or a closed connection, never a crash.",
    .see = {"recv(2)", "sscanf(3)"},
    .hint =
        "Do not use what you have not checked: strtok() and strchr() return NULL, sscanf() says "
        "how many words it found, and "
        "what is copied must fit (%15s). Answer \"HTTP/1.0 400 Bad Request\" and close.",
    .needs = {Need::kHttpFiles},
    .after = {"startup/listens_for_connections"},
    .root_causes = {"exchange/replies_to_one_message", "exchange/serves_clients_one_after_another"},
    .exercise = Exercise,
    .judge = Judge,
    .file = __FILE__,
    .line = __LINE__,
};
const Registered kRegistered(kCheck);

}  // namespace
}  // namespace checker
