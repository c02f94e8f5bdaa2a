#include "checker/drive/nonce.h"
#include "checker/learn/learn.h"

namespace checker {

// The silent client was there before the other one, so that no mix-up of newer and older sockets
// looks like a chat.
Task<sandbox::Result<void>> LearnCompany(const LearnRequest& request, ServerFacts* facts) {
  const bool can_be_told =
      facts->exchange && facts->exchange->ReturnsNonce() && !facts->exchange->greets_and_closes;
  if (!can_be_told || facts->design == Design::kIterative) co_return sandbox::Result<void>();
  Session session(request.plan, *facts, 0);
  const auto start = co_await session.Launch();
  if (!start) co_return start.error();
  if (*start != Start::kListening) co_return sandbox::Result<void>();
  const int silent = co_await session.Connect();
  co_await session.HearGreeting(silent);
  const int speaker = co_await session.Connect();
  co_await session.Converse(speaker, "said");
  co_await session.Rest();
  const std::string heard = session.client(silent).seen().received;
  const Evidence evidence = session.TakeEvidence();
  const ExchangeSeen& said = evidence.Exchange("said");
  const std::string word = InForm(said.nonce, facts->exchange->nonce_form);
  facts->passes_words_on = said.served == Served::kReplied && heard.find(word) != std::string::npos;
  co_return sandbox::Result<void>();
}

}  // namespace checker
