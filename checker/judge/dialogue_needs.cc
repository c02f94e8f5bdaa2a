#include "checker/judge/dialogue_needs.h"

namespace checker {
namespace {

using Missing = std::optional<std::string>;

Missing Unless(bool met, const char* words) { return met ? Missing() : Missing(words); }

// A web server's replies are known by their first line.
bool ReplyIsSure(const Exchange& exchange) {
  const bool http = exchange.reply == Reply::kHttp && exchange.confidence == Confidence::kSeen;
  return exchange.ReplyIsCertain() || http;
}

bool TakesAnyLength(const Exchange& exchange) {
  const bool has_length =
      exchange.framing == Framing::kFixed || exchange.framing == Framing::kLength;
  return !has_length && (exchange.waits_for_end || exchange.Repeats());
}

// More than one message.
bool ClientStreams(const Exchange& exchange) {
  return exchange.turns == Turns::kSimplex && !exchange.parts.empty() &&
         exchange.ends != Ends::kOne;
}

bool OnlyClientSpeaks(const Exchange& exchange) {
  return exchange.turns == Turns::kSimplex && !exchange.parts.empty();
}

// A server that speaks and closes at once never listens: nothing else can be made of it.
bool OnlyServerSpeaks(const Exchange& exchange) {
  const bool seen = exchange.greets_and_closes && exchange.confidence == Confidence::kSeen;
  return seen || (exchange.turns == Turns::kSimplex && exchange.parts.empty());
}

bool TakesTurns(const Exchange& exchange) {
  const bool said = exchange.turns == Turns::kHalfDuplex && exchange.HasReply();
  const bool seen = exchange.turns == Turns::kUnknown && exchange.ReplyIsCertain();
  return (said || seen) && exchange.Repeats() && !exchange.parts.empty();
}

}  // namespace

std::optional<std::string> MissingAtStart(Need need, const ServerFacts& facts) {
  switch (need) {
    case Need::kPortOfItsOwn:
      return Unless(facts.port_source != PortSource::kEphemeral || facts.demanded_port.has_value(),
                    "the port is a new one at each start");
    case Need::kArguments:
      return Unless(!facts.launch.arguments.empty(), "it is started without arguments");
    default: return std::nullopt;
  }
}

std::optional<std::string> MissingInDialogue(Need need, const Exchange& exchange) {
  switch (need) {
    case Need::kSpeech:
      return Unless(!OnlyClientSpeaks(exchange), "only the client speaks in this dialogue");
    case Need::kSureReply:
      return Unless(ReplyIsSure(exchange),
                    "a reply could not be told for certain from what else the server may say");
    case Need::kFurtherMessages:
      return Unless(exchange.Repeats(),
                    "a conversation is not known to go on after the first reply");
    case Need::kMessageEnd:
      return Unless(exchange.waits_for_end,
                    "what one read brings is a message, as far as could be seen");
    case Need::kAnyLength:
      return Unless(TakesAnyLength(exchange),
                    "a message is what one read brings, or has a length of its own");
    case Need::kEndWord:
      return Unless(!exchange.end_word.empty(), "no word is known that ends a conversation");
    case Need::kEnd:
      return Unless(!exchange.streams, "the server speaks on and on, and listens to nobody");
    case Need::kHalfDuplex:
      return Unless(TakesTurns(exchange),
                    "the dialogue is not known to be one message, one reply, again and again");
    case Need::kFullDuplex:
      return Unless(exchange.turns == Turns::kFullDuplex,
                    "the dialogue is not known to be full-duplex");
    case Need::kClientStream:
      return Unless(ClientStreams(exchange),
                    "the dialogue is not known to be one in which only the client speaks");
    case Need::kServerStream:
      return Unless(OnlyServerSpeaks(exchange),
                    "the dialogue is not one in which only the server speaks");
    default: return std::nullopt;
  }
}

}  // namespace checker
