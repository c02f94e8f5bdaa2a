#include <algorithm>
#include <cctype>

#include "checker/drive/nonce.h"
#include "checker/drive/side_by_side.h"
#include "checker/learn/candidate.h"
#include "checker/learn/escalation.h"
#include "checker/learn/learn.h"
#include "checker/learn/own_client.h"

namespace checker {
namespace {

using sandbox::Result;

constexpr int kConfirmations = 3;

bool Holds(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

NonceForm NonceFormOf(const Heard& heard) {
  for (const std::string& nonce : heard.nonces) {
    const NonceForm form = FindNonce(heard.reply, nonce);
    if (form != NonceForm::kNone) return form;
  }
  return NonceForm::kNone;
}

bool IsPrintable(unsigned char letter) { return std::isprint(letter) != 0; }

// Words of the server's own, in plain letters: not the rest of a buffer.
bool AreWords(std::string_view text) {
  return std::any_of(text.begin(), text.end(), IsPrintable) &&
         std::all_of(text.begin(), text.end(), [](unsigned char letter) {
           return IsPrintable(letter) || std::isspace(letter) != 0;
         });
}

// The client's text alone, or with a length in front or the rest of a buffer behind it.
bool IsEcho(const Heard& heard, NonceForm form) {
  const std::string_view reply = heard.reply;
  const std::string nonce = InForm(heard.nonces.back(), form);
  const std::size_t text = reply.find(InForm("hello", form));
  const std::size_t last = reply.rfind(nonce);
  if (text == std::string_view::npos || last == std::string_view::npos) return false;
  const std::string_view before = reply.substr(0, text);
  return std::none_of(before.begin(), before.end(), IsPrintable) &&
         !AreWords(reply.substr(last + nonce.size()));
}

// A client's message may have more in it than its user's words, a length perhaps: only without that
// can it be made longer or shorter, as is done to echoes.
bool IsWholeMessage(const Candidate& candidate, const Heard& heard, NonceForm form) {
  if (candidate.source == LearnedFrom::kProbes) return IsEcho(heard, form);
  const std::string& message = candidate.parts.back();
  return message == kText + EndOfMessage(candidate.framing) &&
         heard.reply == InForm(WithNonce(message, heard.nonces.back()), form);
}

// What kind of reply this is, from one conversation. kOther where only a second one can tell.
Reply Classify(const Candidate& candidate, const Heard& heard) {
  for (const std::string& typed : heard.operator_nonces) {
    if (heard.asked_operator && Holds(heard.reply, typed)) return Reply::kOperator;
  }
  if (heard.reply.starts_with("HTTP/")) return Reply::kHttp;
  const NonceForm form = NonceFormOf(heard);
  const bool plain = form == NonceForm::kSame || form == NonceForm::kUpper;
  if (!plain || !IsWholeMessage(candidate, heard, form)) return Reply::kOther;
  return form == NonceForm::kSame ? Reply::kEcho : Reply::kUpper;
}

class ExchangeLearner {
 public:
  ExchangeLearner(const LearnRequest& request, ServerFacts* facts)
      : request_(request), facts_(facts) {}

  Task<Result<void>> Learn();

 private:
  Task<Heard> Try(Candidate candidate);
  Task<bool> TryCandidates(std::vector<Candidate> candidates);
  bool MayKnowMore(bool found) const;
  Task<bool> TryOwnClient();
  Task<void> NoteWhetherItWaits();
  void Take(const Candidate& candidate, const Heard& heard);
  void TakeSilence(const Heard& first);
  void TakeGreeting(const Heard& heard);
  Task<void> NoteFixedReply();
  struct Confirmation {
    bool worked = false;
    bool moves_on = false;
    Ends ends = Ends::kUnknown;
  };
  Task<bool> FollowFirst(const Heard& first);
  Task<bool> FindExchange(const Heard& first);
  Task<void> ConfirmOnce(Confirmation* confirmation);
  Task<void> Confirm();
  Task<void> MakeSure();
  Task<void> TryWord(std::string said, Heard* heard);
  Task<void> LearnKeyword();

  const LearnRequest& request_;
  ServerFacts* facts_;
  Exchange exchange_;
  Candidate taken_;    // what exchange_ was learnt from
  std::string reply_;  // of the conversation that was taken
  bool took_timeouts_on_trust_ = false;
  std::string obstacle_;  // the host's failure
};

Task<Heard> ExchangeLearner::Try(Candidate candidate) {
  Heard heard;
  heard.alive = false;
  Session session(request_.plan, *facts_, 0);
  const auto start = co_await session.Launch();
  if (!start) {
    obstacle_ = start.error().Text();
    co_return heard;
  }
  if (*start != Start::kListening) co_return heard;
  if (session.facts().port != facts_->port) facts_->port_source = PortSource::kEphemeral;
  heard = co_await Escalate(session, candidate);
  facts_->polling_calls = session.facts().polling_calls;
  facts_->AddSleeps(session.facts());
  took_timeouts_on_trust_ = took_timeouts_on_trust_ || session.took_timeouts_on_trust();
  co_return heard;
}

void ExchangeLearner::Take(const Candidate& candidate, const Heard& heard) {
  taken_ = candidate;
  exchange_.opening = candidate.opening;
  exchange_.parts = candidate.parts;
  exchange_.framing = candidate.framing;
  exchange_.waits_for_end = candidate.waits_for_end;
  exchange_.learned_from = candidate.source;
  exchange_.reply = Classify(candidate, heard);
  if (exchange_.reply != Reply::kOperator) exchange_.nonce_form = NonceFormOf(heard);
  exchange_.operator_types = heard.asked_operator || heard.greeting_was_typed;
  exchange_.ends = heard.closed ? Ends::kOne : Ends::kUnknown;
  reply_ = heard.reply;
}

Task<bool> ExchangeLearner::TryCandidates(std::vector<Candidate> candidates) {
  for (const Candidate& candidate : candidates) {
    const Heard heard = co_await Try(candidate);
    if (!obstacle_.empty()) co_return false;
    if (heard.reply.empty() || heard.handler_was_killed) continue;
    if (candidate.must_return_nonce && NonceFormOf(heard) == NonceForm::kNone) continue;
    Take(candidate, heard);
    co_return true;
  }
  co_return false;
}

void ExchangeLearner::TakeGreeting(const Heard& heard) {
  exchange_.speaks_first = Speaker::kServer;
  exchange_.greeting = heard.greeting;
  exchange_.operator_types = heard.greeting_was_typed;
  if (heard.streams) {
    exchange_.streams = true;
    exchange_.reply = Reply::kOther;
    exchange_.ends = Ends::kEof;
    return;
  }
  if (!heard.greeting_closes) return;
  if (heard.greeting_was_typed) {
    // The client is held until the operator has typed.
    exchange_.reply = Reply::kOperator;
    exchange_.ends = Ends::kOne;
    return;
  }
  exchange_.greets_and_closes = true;
  exchange_.reply = Reply::kOther;
  exchange_.ends = Ends::kOne;
  exchange_.framing = Framing::kUnknown;
  reply_ = heard.greeting;
}

// It takes what clients say, and nothing that was tried brought an answer.
void ExchangeLearner::TakeSilence(const Heard& first) {
  if (first.greeting_was_typed) {
    // The operator's words are all that a client ever hears.
    exchange_.reply = Reply::kOperator;
    if (first.closed && first.step == 0) exchange_.ends = Ends::kOne;
    return;
  }
  exchange_.reply = Reply::kNone;
  exchange_.operator_types = first.asked_operator;
  exchange_.parts = {first.step == 0 ? kText : kText + "\n"};
  exchange_.framing = Framing::kRead;
  exchange_.ends =
      first.closed && first.step >= 0 && first.step < kEndStep ? Ends::kOne : Ends::kUnknown;
}

// The same bytes on another fresh server, with another nonce: a fixed reply.
Task<void> ExchangeLearner::NoteFixedReply() {
  if (exchange_.reply != Reply::kOther || exchange_.ReturnsNonce() || exchange_.streams) co_return;
  const Heard again = co_await Try(taken_);
  const std::string& reply = exchange_.greets_and_closes ? again.greeting : again.reply;
  if (reply.empty() || reply != reply_) co_return;
  exchange_.reply = Reply::kFixed;
  exchange_.fixed_reply = reply;
}

// What becomes of the conversation after the reply.
Ends EndsAfterReply(const Observation& after, int client, const ServerFacts& facts) {
  if (after.Client(client)->eof) return Ends::kOne;
  // A server that sleeps and looks, sleeps and looks, waits on nothing and looks at everything.
  if (after.ListensTo(client) || facts.polls_by_sleeping) return Ends::kEof;
  if (!after.AsksOperator() && after.AtRest()) return Ends::kOne;
  return Ends::kUnknown;
}

Task<void> ExchangeLearner::ConfirmOnce(Confirmation* confirmation) {
  ServerFacts fresh = *facts_;
  fresh.exchange = exchange_;
  Session session(request_.plan, fresh, 0);
  const auto start = co_await session.Launch();
  if (!start || *start != Start::kListening) co_return;
  const int client = co_await session.Connect();
  const Served served = co_await session.Converse(client, "");
  confirmation->worked = served == Served::kReplied || served == Served::kTaken;
  if (!confirmation->worked) co_return;
  co_await session.Rest();
  confirmation->ends = EndsAfterReply(session.Seen(), client, *facts_);
  // A name is asked for, then a password: words of the server's own that are not the same again.
  const bool is_from_client = exchange_.learned_from == LearnedFrom::kOwnClient;
  const bool may_be_a_step = exchange_.reply == Reply::kFixed || is_from_client;
  if (!may_be_a_step || confirmation->ends != Ends::kEof) co_return;
  const Served again = co_await session.Converse(client, "");
  confirmation->moves_on =
      again == Served::kWrongReply || (is_from_client && again != Served::kReplied);
}

// Three conversations of three, each with a fresh server that is alive afterwards, make sure; less
// is a guess.
Task<void> ExchangeLearner::Confirm() {
  Confirmation confirmations[kConfirmations];
  std::vector<Task<void>> tries;
  for (Confirmation& confirmation : confirmations) tries.push_back(ConfirmOnce(&confirmation));
  co_await SideBySide(std::move(tries), ServersAtOnce(*facts_, request_.plan.isolation));
  exchange_.confidence = Confidence::kSeen;
  exchange_.moves_on = std::all_of(std::begin(confirmations), std::end(confirmations),
                                   [](const Confirmation& one) { return one.moves_on; });
  for (const Confirmation& confirmation : confirmations) {
    if (!confirmation.worked) exchange_.confidence = Confidence::kGuessed;
    if (confirmation.worked && exchange_.ends == Ends::kUnknown) exchange_.ends = confirmation.ends;
  }
}

Task<void> ExchangeLearner::MakeSure() {
  co_await NoteFixedReply();
  co_await Confirm();
}

// Where no word of the client came back, what it was told may have been the wrong thing. A person's
// reply and a web server's are known by other signs.
bool ExchangeLearner::MayKnowMore(bool found) const {
  if (request_.client_program.empty() || exchange_.operator_types || !obstacle_.empty())
    return false;
  return !found || (exchange_.reply == Reply::kOther && !exchange_.ReturnsNonce());
}

// What the submission's own client says, if it brings more than what was found so far.
Task<bool> ExchangeLearner::TryOwnClient() {
  const Exchange before = exchange_;
  const Candidate taken_before = taken_;
  const std::string reply_before = reply_;
  const bool had_reply = exchange_.HasReply();
  const Recording recording = co_await ListenToOwnClient(request_, *facts_);
  const std::vector<Candidate> candidates = CandidatesFrom(recording);
  for (const Candidate& candidate : candidates) {
    if (had_reply && !candidate.must_return_nonce) continue;
    const std::vector<Candidate> one = {candidate};
    const bool answered = co_await TryCandidates(one);
    if (!answered) continue;
    co_await MakeSure();
    if (exchange_.confidence == Confidence::kSeen) {
      co_await NoteWhetherItWaits();
      co_return true;
    }
    exchange_ = before;
    taken_ = taken_before;
    reply_ = reply_before;
  }
  co_return false;
}

// The message in two pieces, the second of which is its end: who answers only then has waited.
Task<void> ExchangeLearner::NoteWhetherItWaits() {
  constexpr std::string_view kWord = "{nonce}";
  const bool has_end = exchange_.framing != Framing::kRead && exchange_.framing != Framing::kEof;
  if (!has_end || !exchange_.ReturnsNonce()) co_return;
  const std::string message = taken_.parts.back();
  const std::size_t end = exchange_.framing == Framing::kCrLf ? 2
                          : message.ends_with(kWord)          ? kWord.size()
                                                              : 1;
  Candidate pieces = taken_;
  pieces.parts = {message.substr(0, message.size() - end), message.substr(message.size() - end)};
  const Heard heard = co_await Try(pieces);
  exchange_.waits_for_end = heard.step == 1 && NonceFormOf(heard) == exchange_.nonce_form;
}

Task<void> ExchangeLearner::TryWord(std::string said, Heard* heard) {
  Candidate word;
  word.parts = {said};
  word.framing = exchange_.framing;
  *heard = co_await Try(word);
}

// A loop that a word ends: the server closes when it hears it, and does not answer with it.
Task<void> ExchangeLearner::LearnKeyword() {
  const bool plain = exchange_.framing == Framing::kRead || exchange_.framing == Framing::kLf ||
                     exchange_.framing == Framing::kNul;
  if (exchange_.ends != Ends::kEof || !exchange_.ReturnsNonce() || !plain ||
      exchange_.parts.size() != 1 || exchange_.learned_from == LearnedFrom::kOwnClient)
    co_return;
  const std::string terminator = exchange_.parts.front().substr(kText.size());
  const std::string words[] = {"exit", "quit", "bye"};
  Heard heard[std::size(words)];
  std::vector<Task<void>> tries;
  for (std::size_t i = 0; i < std::size(words); ++i)
    tries.push_back(TryWord(words[i] + terminator, &heard[i]));
  co_await SideBySide(std::move(tries), ServersAtOnce(*facts_, request_.plan.isolation));
  for (std::size_t i = 0; i < std::size(words); ++i) {
    if (!heard[i].closed || Holds(heard[i].reply, InForm(words[i], exchange_.nonce_form))) continue;
    exchange_.ends = Ends::kKeyword;
    exchange_.end_word = words[i] + terminator;
    co_return;
  }
}

// What its length, or the step at which it answered, says of the message that it waits for.
// For a handler that waits until a message of this length is complete, or has answered to so much
// and left the rest of ours unread. 0: no such length is known.
std::uint64_t LengthAskedFor(const Heard& first) {
  constexpr std::uint64_t kLongestWhole = 65536;
  if (first.whole_length > 0) return first.whole_length <= kLongestWhole ? first.whole_length : 0;
  const bool left_a_rest = first.step == 0 && first.reset && !first.reply.empty();
  return left_a_rest ? first.first_read_length : 0;
}

Task<bool> ExchangeLearner::FollowFirst(const Heard& first) {
  if (const std::uint64_t length = LengthAskedFor(first); length > 0) {
    const std::vector<Candidate> whole = {{{PaddedTo(length)}, Framing::kFixed}};
    const bool found = co_await TryCandidates(whole);
    if (found) co_return true;
  }
  if (first.step >= 0 && !first.reply.starts_with("HTTP/")) {
    const bool found = co_await TryCandidates(CandidatesForStep(first.step));
    if (found) co_return true;
  }
  if (first.reply.starts_with("HTTP/")) {
    const bool found = co_await TryCandidates(PageRequests());
    if (found) co_return true;
  }
  co_return false;
}

Task<bool> ExchangeLearner::FindExchange(const Heard& first) {
  const bool found = co_await FollowFirst(first);
  if (MayKnowMore(found)) {
    const bool client_knew = co_await TryOwnClient();
    if (client_knew) co_return true;
  }
  if (found) co_return true;
  co_return co_await TryCandidates(OtherCandidates(request_.file_names, first.first_read_length));
}

Task<Result<void>> ExchangeLearner::Learn() {
  Candidate escalation;
  escalation.parts = EscalationSteps();
  escalation.framing = Framing::kEof;
  Heard first = co_await Try(escalation);
  if (first.step < 0 && first.greeting.empty() && took_timeouts_on_trust_) {
    // Perhaps it gathers what comes and answers when nothing more has come for a while.
    facts_->replies_after_timeout = true;
    first = co_await Try(escalation);
    if (first.reply.empty()) facts_->replies_after_timeout = false;
  }
  if (!obstacle_.empty()) co_return sandbox::Error("learn the dialogue", obstacle_);
  if (!first.accepted) co_return Result<void>();
  exchange_.speaks_first = Speaker::kClient;
  exchange_.learned_from = LearnedFrom::kProbes;
  if (!first.greeting.empty() || first.greeting_closes) TakeGreeting(first);
  if (!first.greeting_closes && !first.streams) {
    const bool found = co_await FindExchange(first);
    if (!found) TakeSilence(first);
  }
  if (exchange_.confidence != Confidence::kSeen) co_await MakeSure();
  co_await LearnKeyword();
  if (!obstacle_.empty()) co_return sandbox::Error("learn the dialogue", obstacle_);
  facts_->exchange = exchange_;
  co_return Result<void>();
}

}  // namespace

Task<Result<void>> LearnExchange(const LearnRequest& request, ServerFacts* facts) {
  ExchangeLearner learner(request, facts);
  co_return co_await learner.Learn();
}

}  // namespace checker
