#include "checker/intake/assignment_exchange.h"

#include <algorithm>

namespace checker {
namespace {

constexpr std::string_view kNonce = "{nonce}";

enum class ReplyKind { kAny, kEcho, kUpper, kReversed, kContains, kOperator, kHttp };
struct Expectation {
  ReplyKind kind = ReplyKind::kAny;
  std::string text;
  bool has_nonce = false;  // the text is the nonce
};

bool Contains(const std::string& text, std::string_view word) {
  return text.find(word) != text.npos;
}

Reply ReplyOf(ReplyKind kind) {
  switch (kind) {
    case ReplyKind::kAny: return Reply::kOther;
    case ReplyKind::kEcho: return Reply::kEcho;
    case ReplyKind::kUpper: return Reply::kUpper;
    case ReplyKind::kReversed: return Reply::kOther;
    case ReplyKind::kContains: return Reply::kFixed;
    case ReplyKind::kOperator: return Reply::kOperator;
    case ReplyKind::kHttp: return Reply::kHttp;
  }
  return Reply::kUnknown;
}

NonceForm NonceFormOf(ReplyKind kind) {
  switch (kind) {
    case ReplyKind::kEcho: return NonceForm::kSame;
    case ReplyKind::kUpper: return NonceForm::kUpper;
    case ReplyKind::kReversed: return NonceForm::kReversed;
    default: return NonceForm::kNone;
  }
}

// Reads the steps in their order: [a greeting] [the client's opening] [what it sends, part by part]
// [the reply].
class StepReader {
 public:
  explicit StepReader(AssignedExchange* to) : to_(to), exchange_(to->exchange) {}

  void Read(Section step) {
    if (step.Get("send") != nullptr) {
      ReadSend(step);
    } else if (auto expect = step.Object("expect")) {
      ReadExpect(step, ReadExpectation(*expect));
    } else {
      step.Complain("", "expected either \"send\" or \"expect\"");
    }
    step.Finish();
  }

  bool has_reply() const { return has_reply_; }

 private:
  void ReadSend(Section& step) {
    if (step.Get("expect") != nullptr)
      step.Complain("expect", "a step is either \"send\" or \"expect\"");
    if (has_reply_)
      step.NotSupported("send", "a second message after the reply; \"repeat\" says the same again");
    const bool opens = step.Flag("once", false);
    if (opens && !exchange_.parts.empty())
      step.Complain("once", "what is said once comes before what is said again");
    const std::string text = step.Text("send", "");
    if (text.empty()) step.Complain("send", "expected a string that is not empty");
    (opens ? exchange_.opening : exchange_.parts).push_back(text);
  }

  Expectation ReadExpectation(Section& expect) {
    const std::vector<std::pair<std::string, ReplyKind>> kKinds = {
        {"echo", ReplyKind::kEcho},
        {"upper", ReplyKind::kUpper},
        {"reversed", ReplyKind::kReversed},
        {"contains", ReplyKind::kContains},
        {"operator", ReplyKind::kOperator},
        {"http", ReplyKind::kHttp},
        {"any", ReplyKind::kAny}};
    for (const char* later : {"exact", "prefix", "pattern"}) {
      const nlohmann::json* kind = expect.Get("kind");
      if (kind != nullptr && *kind == later)
        expect.NotSupported("kind", "use \"contains\" or \"any\"");
      if (kind != nullptr && *kind == later) return {};
    }
    Expectation expectation{expect.Choice("kind", kKinds).value_or(ReplyKind::kAny),
                            expect.Text("text", "")};
    if (expect.Get("kind") == nullptr) expect.Complain("", "\"kind\" is missing");
    if (expectation.kind == ReplyKind::kContains && expectation.text.empty()) {
      expect.Complain("", "\"contains\" needs a \"text\"");
    }
    if (expectation.kind != ReplyKind::kContains && !expectation.text.empty()) {
      expect.Complain("text", "only \"contains\" has a text");
    }
    expectation.has_nonce = expectation.text == kNonce;
    if (Contains(expectation.text, kNonce) && !expectation.has_nonce)
      expect.NotSupported("text", "words around a nonce; the text may be {nonce} alone");
    for (const std::string& ignored : expect.Texts("ignore")) {
      const bool padding = ignored == "trailing_nul" || ignored == "padding";
      if (!padding)
        expect.NotSupported("ignore", "\"" + ignored + "\"; there are trailing_nul, padding");
      to_->tolerates_padding = to_->tolerates_padding || padding;
    }
    expect.Finish();
    return expectation;
  }

  // What the server says first. Where nothing else follows, it is the reply.
  void ReadGreeting(Section& step, const Expectation& expect) {
    has_greeting_ = true;
    greeting_ = expect;
    exchange_.operator_types = expect.kind == ReplyKind::kOperator;
    exchange_.reply = ReplyOf(expect.kind);
    exchange_.fixed_reply = expect.text;
    const bool possible = expect.kind == ReplyKind::kAny || expect.kind == ReplyKind::kOperator ||
                          (expect.kind == ReplyKind::kContains && !expect.has_nonce);
    if (!possible)
      step.Complain("expect",
                    "before a client has spoken, there is \"any\", \"contains\", \"operator\"");
  }

  void ReadExpect(Section& step, const Expectation& expect) {
    if (exchange_.speaks_first == Speaker::kServer && !has_greeting_) {
      ReadGreeting(step, expect);
      return;
    }
    if (has_reply_) step.NotSupported("expect", "a second reply");
    if (exchange_.parts.empty())
      step.Complain("expect", "where the client speaks first, \"send\" comes first");
    has_reply_ = true;
    if (has_greeting_ && greeting_.kind == ReplyKind::kContains) {
      step.NotSupported("expect",
                        "a greeting that is compared; its kind can be \"any\" or \"operator\"");
    }
    // A nonce among the server's own words is no echo, but it can be found.
    exchange_.reply = expect.has_nonce ? Reply::kOther : ReplyOf(expect.kind);
    exchange_.nonce_form = expect.has_nonce ? NonceForm::kSame : NonceFormOf(expect.kind);
    exchange_.fixed_reply = expect.has_nonce ? "" : expect.text;
    exchange_.operator_types = exchange_.operator_types || expect.kind == ReplyKind::kOperator;
  }

  AssignedExchange* to_;
  Exchange& exchange_;
  bool has_greeting_ = false;
  bool has_reply_ = false;
  Expectation greeting_;
};

// What is added to a word to make it a message. None where a message has another form.
bool HasEnd(Framing framing) {
  return framing != Framing::kFixed && framing != Framing::kLength && framing != Framing::kEof;
}

void ReadEnd(Section& section, Exchange* exchange) {
  if (const auto* repeat = section.Get("repeat"); repeat != nullptr && repeat->is_number()) {
    section.NotSupported("repeat", "there are \"once\", \"until_eof\" and \"until_end_word\"");
  } else {
    exchange->ends = section
                         .Choice<Ends>("repeat", {{"once", Ends::kOne},
                                                  {"until_eof", Ends::kEof},
                                                  {"until_end_word", Ends::kKeyword}})
                         .value_or(Ends::kUnknown);
  }
  const std::string word = section.Text("end_word", "");
  enum class Victim { kConversation, kServer };
  exchange->end_word_ends_server =
      section.Choice<Victim>("end_word_ends", {{"conversation", Victim::kConversation},
                                               {"server", Victim::kServer}}) == Victim::kServer;
  if (word.empty()) {
    if (exchange->ends == Ends::kKeyword)
      section.Complain("repeat", "\"until_end_word\" needs an \"end_word\"");
    if (exchange->end_word_ends_server)
      section.Complain("end_word_ends", "there is no \"end_word\"");
  } else if (!HasEnd(exchange->framing)) {
    section.NotSupported("end_word", "a word where messages have a length of their own");
  } else {
    exchange->end_word = word + EndOfMessage(exchange->framing);
    if (exchange->ends == Ends::kUnknown) exchange->ends = Ends::kKeyword;
  }
}

void ReadManner(Section& section, AssignedExchange* to) {
  Exchange& exchange = to->exchange;
  exchange.speaks_first = section
                              .Choice<Speaker>("speaks_first", {{"client", Speaker::kClient},
                                                                {"server", Speaker::kServer}})
                              .value_or(Speaker::kClient);
  exchange.framing = section
                         .Choice<Framing>("framing", {{"read", Framing::kRead},
                                                      {"lf", Framing::kLf},
                                                      {"crlf", Framing::kCrLf},
                                                      {"nul", Framing::kNul},
                                                      {"fixed", Framing::kFixed},
                                                      {"length", Framing::kLength},
                                                      {"eof", Framing::kEof}})
                         .value_or(Framing::kRead);
  exchange.waits_for_end = exchange.framing != Framing::kRead;
  exchange.turns = section
                       .Choice<Turns>("turns", {{"half-duplex", Turns::kHalfDuplex},
                                                {"simplex", Turns::kSimplex},
                                                {"full-duplex", Turns::kFullDuplex}})
                       .value_or(Turns::kUnknown);
  ReadEnd(section, &exchange);
  to->server_closes = section.Flag("server_closes", true);
}

// With simplex one side is silent; for full-duplex it takes two who can speak without having been
// asked.
void CheckTurns(Section& section, const Exchange& exchange) {
  const bool client = !exchange.parts.empty();
  const bool server = exchange.HasReply();
  if (exchange.turns == Turns::kSimplex && client && server)
    section.Complain("turns",
                     "with \"simplex\" only one side speaks: either \"send\" or \"expect\"");
  if (exchange.turns != Turns::kFullDuplex) return;
  const bool speaks_unasked = exchange.reply == Reply::kOperator ||
                              exchange.reply == Reply::kOther || exchange.reply == Reply::kFixed;
  if (!client || !server || !speaks_unasked || exchange.ReturnsNonce()) {
    section.Complain(
        "turns",
        "\"full-duplex\" needs a \"send\", and an \"expect\" of the kind \"operator\", "
        "\"contains\" or \"any\"");
  }
}

void CheckSense(Section& section, const Exchange& exchange) {
  CheckTurns(section, exchange);
  const std::string end = EndOfMessage(exchange.framing);
  if (!exchange.parts.empty() && !exchange.parts.back().ends_with(end)) {
    section.Complain("steps", std::string("with the framing \"") + Name(exchange.framing) +
                                  "\" the last \"send\" has to end a message");
  }
  const bool says_nonce =
      std::any_of(exchange.parts.begin(), exchange.parts.end(),
                  [](const std::string& part) { return Contains(part, kNonce); });
  if (exchange.ReturnsNonce() && !says_nonce) {
    section.Complain(
        "steps", "an echo is known by a word that is new each time: put {nonce} into a \"send\"");
  }
}

}  // namespace

AssignedExchange ReadExchange(Section section) {
  AssignedExchange read;
  ReadManner(section, &read);
  StepReader steps(&read);
  const auto objects = section.Objects("steps");
  for (const Section& step : objects) steps.Read(step);
  if (objects.empty())
    section.Complain("", "\"steps\" are missing: what is sent, and what is expected");
  Exchange& exchange = read.exchange;
  exchange.confidence = Confidence::kSeen;
  if (exchange.parts.empty() && !exchange.opening.empty())
    section.Complain("steps", "after what is said once there has to be a message");
  if (exchange.parts.empty()) {
    exchange.greets_and_closes = !exchange.operator_types;  // else it is held until somebody types
    exchange.waits_for_end = false;
    exchange.framing = Framing::kUnknown;
    if (exchange.ends == Ends::kEof || !read.server_closes) {
      section.NotSupported("steps", "a server that speaks and then waits for its client to leave");
    }
  } else if (!steps.has_reply()) {
    exchange.reply = Reply::kNone;
    exchange.fixed_reply.clear();
  }
  CheckSense(section, exchange);
  section.Finish();
  return read;
}

}  // namespace checker
