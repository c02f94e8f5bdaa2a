#include "reports/server_in_words.h"

#include <fmt/format.h>

namespace reports {
namespace {

using checker::Design;
using checker::Ends;
using checker::Exchange;
using checker::PortSource;
using checker::Reply;
using checker::Speaker;

const char* Words(Design design) {
  switch (design) {
    case Design::kUnknown: return "server whose design could not be told";
    case Design::kFork: return "fork server: a child process for each client";
    case Design::kPrefork: return "prefork server: processes that wait for clients together";
    case Design::kThreads: return "threaded server: a thread for each client";
    case Design::kThreadPool: return "thread-pool server: threads that wait for clients together";
    case Design::kEventLoop: return "event-loop server: one task looks after all clients";
    case Design::kIterative: return "iterative server: one client after the other";
  }
  return "";
}

const char* Words(PortSource source) {
  switch (source) {
    case PortSource::kUnknown: return "";
    case PortSource::kArgument: return ", the port of its argument";
    case PortSource::kFixed: return ", a port fixed in the program";
    case PortSource::kPrompt: return ", the port typed at its prompt";
    case PortSource::kEphemeral: return ", a port that the kernel chose";
    case PortSource::kAssignment: return ", the port of the assignment";
    case PortSource::kByteOrder: return ", the port asked for with its bytes swapped (htons)";
    case PortSource::kRandomAfterFailedBind: return ", a port picked after bind had failed";
  }
  return "";
}

const char* Words(Reply reply) {
  switch (reply) {
    case Reply::kUnknown: return "it answers in a way that could not be learnt";
    case Reply::kNone: return "it takes what it gets and answers nothing";
    case Reply::kEcho: return "it sends the client's text back";
    case Reply::kUpper: return "it sends the client's text back in upper case";
    case Reply::kFixed: return "it answers the same text each time";
    case Reply::kOperator: return "it answers what is typed at its terminal";
    case Reply::kHttp: return "it answers HTTP requests";
    case Reply::kOther: return "it answers";
  }
  return "";
}

const char* Words(Ends ends) {
  switch (ends) {
    case Ends::kUnknown: return "";
    case Ends::kOne: return ", once per connection";
    case Ends::kEof: return ", again and again until the client leaves";
    case Ends::kKeyword: return ", again and again until a word ends it";
  }
  return "";
}

const char* Words(checker::LearnedFrom source) {
  return source == checker::LearnedFrom::kOwnClient ? " (learnt from the submission's own client)"
                                                    : "";
}

std::string Words(const Exchange& exchange) {
  if (exchange.greets_and_closes) return "it speaks first and closes";
  if (exchange.streams) return "it speaks on and on until the client leaves";
  const std::string answer =
      std::string(Words(exchange.reply)) + Words(exchange.ends) + Words(exchange.learned_from);
  switch (exchange.speaks_first) {
    case Speaker::kUnknown: return answer;
    case Speaker::kClient: return "the client speaks first, " + answer;
    case Speaker::kServer: return "it greets its client, then " + answer;
  }
  return "";
}

}  // namespace

std::string DesignInWords(const checker::ServerFacts& server) {
  const bool guessed = server.design_confidence == checker::Confidence::kGuessed;
  return (guessed && server.design != Design::kUnknown ? "probably a " : "") +
         std::string(Words(server.design));
}

std::string PortInWords(const checker::ServerFacts& server) {
  const bool v6 = server.address.find(':') != std::string::npos;
  const std::string address = v6 ? "[" + server.address + "]" : server.address;
  const std::string where = address.empty() ? fmt::format("port {}", server.port)
                                            : fmt::format("{}:{}", address, server.port);
  return "listens on " + where + Words(server.port_source);
}

std::string DialogueInWords(const checker::ServerFacts& server) {
  return server.exchange.has_value() ? Words(*server.exchange) : "how it talks was not learnt";
}

}  // namespace reports
