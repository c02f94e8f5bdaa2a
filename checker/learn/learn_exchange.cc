#include <algorithm>
#include <cctype>

#include "checker/drive/nonce.h"
#include "checker/drive/side_by_side.h"
#include "checker/learn/escalation.h"
#include "checker/learn/learn.h"

namespace checker {
namespace {

using sandbox::Result;

constexpr int kConfirmations = 3;

struct Candidate {
  std::vector<std::string> parts;
  Framing framing = Framing::kRead;
  bool waits_for_end = false;  // the text alone had brought nothing
};

bool Holds(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

const std::string kText = "hello{nonce}";

// The client's end-of-file is the step after the last.
constexpr int kEndStep = 5;

const std::vector<std::string>& EscalationSteps() {
  static const std::vector<std::string> kSteps = {kText, "\n", std::string(1, '\0'), kText, "\n"};
  return kSteps;
}

// Which message may have been complete when the answer came at `step` of the escalation.
std::vector<Candidate> CandidatesForStep(int step) {
  const std::string nul(1, '\0');
  switch (step) {
    case 0: return {{{kText}, Framing::kRead}};
    case 1: return {{{kText + "\n"}, Framing::kLf, true}, {{kText, "\n"}, Framing::kRead}};
    case 2: return {{{kText + nul}, Framing::kNul, true}, {{kText, "\n", nul}, Framing::kRead}};
    case kEndStep: return {{{kText + "\n"}, Framing::kEof, true}};
    default: {
      std::vector<std::string> parts(EscalationSteps().begin(),
                                     EscalationSteps().begin() + step + 1);
      return {{{kText + "\n" + kText + "\n"}, Framing::kLf}, {parts, Framing::kRead}};
    }
  }
}

// A message of that length, with as much of the usual text in it as there is room for.
std::string PaddedTo(std::uint64_t length) {
  constexpr std::size_t kNonceLength = 8;
  constexpr std::size_t kTextLength = 5 + kNonceLength;
  if (length >= kTextLength) return kText + std::string(length - kTextLength, '\0');
  if (length >= kNonceLength) return "{nonce}" + std::string(length - kNonceLength, '\0');
  return std::string(length, '\0');
}

std::string BigEndian(std::uint32_t number) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>((number >> shift) & 0xff);
  return bytes;
}

constexpr char kLikeABrowser[] =
    "GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Mozilla/5.0\r\n"
    "Accept: text/html,*/*;q=0.8\r\nConnection: close\r\n\r\n";

// Of a server that answers plain words with an error page.
std::vector<Candidate> PageRequests() {
  return {{{"GET / HTTP/1.0\r\n\r\n"}, Framing::kCrLf},
          {{"GET /index.html HTTP/1.0\r\n\r\n"}, Framing::kCrLf},
          {{kLikeABrowser}, Framing::kCrLf}};
}

// What else a server may be waiting for, where plain words brought nothing.
std::vector<Candidate> OtherCandidates(const LearnRequest& request, std::uint64_t read_length) {
  std::vector<Candidate> candidates;
  if (read_length >= 16 && read_length <= 65536)
    candidates.push_back({{PaddedTo(read_length)}, Framing::kFixed});
  candidates.push_back({{"5"}, Framing::kRead});
  candidates.push_back({{"5\n"}, Framing::kLf});
  for (const Candidate& page : PageRequests()) candidates.push_back(page);
  candidates.push_back({{"1 + 2\n"}, Framing::kLf});
  candidates.push_back({{"1 + 2"}, Framing::kRead});
  candidates.push_back({{"help\n"}, Framing::kLf});
  for (const std::string& name : request.file_names) {
    candidates.push_back({{name}, Framing::kRead});
    candidates.push_back({{name + "\n"}, Framing::kLf});
  }
  candidates.push_back({{BigEndian(5)}, Framing::kFixed});
  candidates.push_back({{BigEndian(13) + kText}, Framing::kLength, true});
  candidates.push_back({{kText + "\r\n\r\n"}, Framing::kCrLf});
  candidates.push_back({{PaddedTo(1024)}, Framing::kFixed});
  candidates.push_back({{PaddedTo(2048)}, Framing::kFixed});
  return candidates;
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

// What kind of reply this is, from one conversation. kOther where only a second one can tell.
Reply Classify(const Heard& heard) {
  for (const std::string& typed : heard.operator_nonces) {
    if (heard.asked_operator && Holds(heard.reply, typed)) return Reply::kOperator;
  }
  if (heard.reply.starts_with("HTTP/")) return Reply::kHttp;
  switch (NonceFormOf(heard)) {
    case NonceForm::kSame: return IsEcho(heard, NonceForm::kSame) ? Reply::kEcho : Reply::kOther;
    case NonceForm::kUpper: return IsEcho(heard, NonceForm::kUpper) ? Reply::kUpper : Reply::kOther;
    default: return Reply::kOther;
  }
}

class ExchangeLearner {
 public:
  ExchangeLearner(const LearnRequest& request, ServerFacts* facts)
      : request_(request), facts_(facts) {}

  Task<Result<void>> Learn();

 private:
  Task<Heard> Try(std::vector<std::string> parts, Framing framing);
  Task<bool> TryCandidates(std::vector<Candidate> candidates);
  void Take(const Candidate& candidate, const Heard& heard);
  void TakeSilence(const Heard& first);
  void TakeGreeting(const Heard& heard);
  Task<void> NoteFixedReply();
  struct Confirmation {
    bool worked = false;
    bool moves_on = false;
    Ends ends = Ends::kUnknown;
  };
  Task<bool> FindExchange(const Heard& first);
  Task<void> ConfirmOnce(Confirmation* confirmation);
  Task<void> Confirm();
  Task<void> TryWord(std::string said, Heard* heard);
  Task<void> LearnKeyword();

  const LearnRequest& request_;
  ServerFacts* facts_;
  Exchange exchange_;
  std::string reply_;  // of the conversation that was taken
  bool took_timeouts_on_trust_ = false;
  std::string obstacle_;  // the host's failure
};

Task<Heard> ExchangeLearner::Try(std::vector<std::string> parts, Framing framing) {
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
  heard = co_await Escalate(session, parts, framing == Framing::kEof);
  facts_->polling_calls = session.facts().polling_calls;
  facts_->AddSleeps(session.facts());
  took_timeouts_on_trust_ = took_timeouts_on_trust_ || session.took_timeouts_on_trust();
  co_return heard;
}

void ExchangeLearner::Take(const Candidate& candidate, const Heard& heard) {
  exchange_.parts = candidate.parts;
  exchange_.framing = candidate.framing;
  exchange_.waits_for_end = candidate.waits_for_end;
  exchange_.reply = Classify(heard);
  if (exchange_.reply != Reply::kOperator) exchange_.nonce_form = NonceFormOf(heard);
  exchange_.operator_types = heard.asked_operator || heard.greeting_was_typed;
  exchange_.ends = heard.closed ? Ends::kOne : Ends::kUnknown;
  reply_ = heard.reply;
}

Task<bool> ExchangeLearner::TryCandidates(std::vector<Candidate> candidates) {
  for (const Candidate& candidate : candidates) {
    const Heard heard = co_await Try(candidate.parts, candidate.framing);
    if (!obstacle_.empty()) co_return false;
    if (heard.reply.empty() || heard.handler_was_killed) continue;
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
  const Heard again = co_await Try(exchange_.parts, exchange_.framing);
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
  if (exchange_.reply != Reply::kFixed || confirmation->ends != Ends::kEof) co_return;
  const Served again = co_await session.Converse(client, "");
  confirmation->moves_on = again == Served::kWrongReply;
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

Task<void> ExchangeLearner::TryWord(std::string said, Heard* heard) {
  const std::vector<std::string> parts = {said};
  *heard = co_await Try(parts, exchange_.framing);
}

// A loop that a word ends: the server closes when it hears it, and does not answer with it.
Task<void> ExchangeLearner::LearnKeyword() {
  const bool plain = exchange_.framing == Framing::kRead || exchange_.framing == Framing::kLf ||
                     exchange_.framing == Framing::kNul;
  if (exchange_.ends != Ends::kEof || !exchange_.ReturnsNonce() || !plain ||
      exchange_.parts.size() != 1)
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

Task<bool> ExchangeLearner::FindExchange(const Heard& first) {
  constexpr std::uint64_t kLongestWhole = 65536;
  if (first.whole_length > 0 && first.whole_length <= kLongestWhole) {
    const std::vector<Candidate> whole = {{{PaddedTo(first.whole_length)}, Framing::kFixed}};
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
  co_return co_await TryCandidates(OtherCandidates(request_, first.first_read_length));
}

Task<Result<void>> ExchangeLearner::Learn() {
  Heard first = co_await Try(EscalationSteps(), Framing::kEof);
  if (first.step < 0 && first.greeting.empty() && took_timeouts_on_trust_) {
    // Perhaps it gathers what comes and answers when nothing more has come for a while.
    facts_->replies_after_timeout = true;
    first = co_await Try(EscalationSteps(), Framing::kEof);
    if (first.reply.empty()) facts_->replies_after_timeout = false;
  }
  if (!obstacle_.empty()) co_return sandbox::Error("learn the dialogue", obstacle_);
  if (!first.accepted) co_return Result<void>();
  exchange_.speaks_first = Speaker::kClient;
  if (!first.greeting.empty() || first.greeting_closes) TakeGreeting(first);
  if (!first.greeting_closes && !first.streams) {
    const bool found = co_await FindExchange(first);
    if (!found) TakeSilence(first);
  }
  co_await NoteFixedReply();
  co_await Confirm();
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
