#include "checker/drive/nonce.h"
#include "checker/learn/learn.h"

namespace checker {
namespace {

// As many messages as it takes until one that is no name, and no password, is passed on.
constexpr int kMostMessages = 3;

// What is known of the dialogue leaves room for others to hear it.
bool CanBeTold(const ServerFacts& facts) {
  if (!facts.exchange || facts.exchange->greets_and_closes || facts.exchange->parts.empty())
    return false;
  const bool may_answer_others = facts.exchange->reply == Reply::kNone;
  return facts.exchange->ReturnsNonce() || may_answer_others;
}

}  // namespace

// The silent client was there before the other one, so that no mix-up of newer and older sockets
// looks like a chat. Where the speaker itself hears nothing, the other one first says what might be
// its name.
Task<sandbox::Result<void>> LearnCompany(const LearnRequest& request, ServerFacts* facts) {
  if (!CanBeTold(*facts) || facts->design == Design::kIterative) co_return sandbox::Result<void>();
  const bool answers = facts->exchange->HasReply();
  Session session(request.plan, *facts, 0);
  const auto start = co_await session.Launch();
  if (!start) co_return start.error();
  if (*start != Start::kListening) co_return sandbox::Result<void>();
  const int silent = co_await session.Connect();
  co_await session.HearGreeting(silent);
  if (!answers) co_await session.Converse(silent, "");
  const int speaker = co_await session.Connect();
  for (int message = 0; message < (answers ? 1 : kMostMessages); ++message) {
    if (session.client(speaker).ended()) break;
    co_await session.Converse(speaker, "said");
    co_await session.Rest();
    const std::string heard = session.client(silent).seen().received;
    const ExchangeSeen& said = session.LastExchange();
    const NonceForm form = answers ? facts->exchange->nonce_form : FindNonce(heard, said.nonce);
    facts->passes_words_on = said.Ok() && form != NonceForm::kNone &&
                             heard.find(InForm(said.nonce, form)) != std::string::npos;
    if (facts->passes_words_on) break;
  }
  co_return sandbox::Result<void>();
}

}  // namespace checker
