#include "checker/learn/learn.h"

namespace checker {

namespace {

bool OnlyListens(const Exchange& exchange) {
  return exchange.reply == Reply::kNone && exchange.greeting.empty() && !exchange.parts.empty();
}

}  // namespace

// Half-duplex and a keyboard for other purposes are told apart from full-duplex by what happens: a
// line that is typed while the client is silent reaches it, and then the client is heard while
// nobody types.
Task<sandbox::Result<Turns>> LearnTurns(const LearnRequest& request, ServerFacts facts) {
  if (facts.exchange && OnlyListens(*facts.exchange) && !request.can_send())
    co_return Turns::kSimplex;
  const bool operated =
      facts.exchange && facts.exchange->reply == Reply::kOperator && !facts.exchange->parts.empty();
  if (!operated || facts.exchange->confidence != Confidence::kSeen) co_return Turns::kUnknown;
  Session session(request.plan, facts, 0);
  const auto start = co_await session.Launch();
  if (!start) co_return start.error();
  if (*start != Start::kListening) co_return Turns::kUnknown;
  const int client = co_await session.Connect();
  co_await session.Rest();
  const std::size_t greeted = session.client(client).seen().received.size();
  if (!session.Seen().AtRest() || !session.Seen().AsksOperator()) co_return Turns::kUnknown;
  const std::string typed = session.FreshNonce();
  session.TypeLine(typed);
  co_await session.Rest();
  const bool was_sent =
      session.client(client).seen().received.find(typed, greeted) != std::string::npos;
  if (!was_sent || session.client(client).ended()) co_return Turns::kUnknown;
  for (int message = 0; message < 2; ++message) {
    co_await session.SayInParts(client);
    co_await session.UntilTaken(client);
  }
  co_await session.Rest();
  const ConnectionSeen* connection = session.Seen().Connection(client);
  const bool was_heard =
      connection != nullptr && connection->unread == 0 && !session.client(client).ended();
  const bool is_full_duplex = was_heard && session.Seen().AtRest();
  co_return is_full_duplex ? Turns::kFullDuplex : Turns::kUnknown;
}

}  // namespace checker
