// What is known of the server under test before it is judged: how it is started, where it listens,
// how it talks, how it is built inside. Learnt from the running program, or said by an assignment.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "checker/model/shared_state.h"

namespace checker {

enum class Design { kUnknown, kFork, kPrefork, kThreads, kThreadPool, kEventLoop, kIterative };
enum class Confidence { kSeen, kGuessed };

enum class PortSource {
  kUnknown,
  kArgument,
  kFixed,
  kPrompt,
  kEphemeral,
  kAssignment,
  kByteOrder,              // the port that was asked for, with its bytes swapped: htons is missing
  kRandomAfterFailedBind,  // bind failed, nobody looked, and listen(2) picked a port
};

// How the program is started. In every word "{port}" stands for the port chosen for the launch.
struct LaunchForm {
  std::vector<std::string> arguments;  // without argv[0]
  // typed, without newline, each when the program reads its standard input
  std::vector<std::string> prompted_lines;
};

enum class Speaker { kUnknown, kClient, kServer };

enum class Reply {
  kUnknown,
  kNone,      // takes what the client says and answers nothing
  kEcho,      // the client's text comes back
  kUpper,     // in upper case
  kFixed,     // the same bytes every time
  kOperator,  // what a person types at the server's terminal
  kHttp,
  kOther,  // something that varies
};

// How what the client said can be found again in the reply.
enum class NonceForm { kNone, kSame, kUpper, kReversed };

enum class Ends {
  kUnknown,
  kOne,  // after one exchange the server closes, or nobody waits on the connection any more
  kEof,  // the server goes on until the client closes
  kKeyword,
};

// What ends a message. kEof: the client ends its side behind it (shutdown(2)), and is answered
// then.
enum class Framing { kUnknown, kRead, kLf, kCrLf, kNul, kFixed, kLength, kEof };

// Who may speak when. kUnknown: nobody has said it, and it was not seen.
enum class Turns {
  kUnknown,
  kHalfDuplex,  // one message, one reply, in turn
  kFullDuplex,  // both at any time
  kSimplex,     // one side speaks, the other listens
};

// Where a conversation comes from. kUnknown: somebody has said it.
enum class LearnedFrom {
  kUnknown,
  kProbes,     // one thing after the other was said to the server, until it answered
  kOwnClient,  // the client that lies beside it was listened to
};

// A conversation that works. "{nonce}" in a part stands for a fresh word on each use.
struct Exchange {
  Speaker speaks_first = Speaker::kUnknown;
  Reply reply = Reply::kUnknown;
  Ends ends = Ends::kUnknown;
  Framing framing = Framing::kUnknown;
  Confidence confidence = Confidence::kGuessed;
  LearnedFrom learned_from = LearnedFrom::kUnknown;

  std::string greeting;            // what the server said before the client spoke, as once seen
  bool greets_and_closes = false;  // the server speaks and closes; it never listens to the client
  // the server speaks again and again, unasked, with sleeps in between, until its client leaves
  bool streams = false;
  // What a client has to say once, before its first message, part by part: a login. The answers to
  // it are not compared.
  std::vector<std::string> opening;
  // What the client sends, part by part; each part goes when the one before has been taken. Empty:
  // the client says nothing.
  std::vector<std::string> parts;
  NonceForm nonce_form = NonceForm::kNone;
  std::string fixed_reply;  // kFixed: the bytes
  bool moves_on = false;    // and the next message is answered with others: a dialogue in steps
  // the handler reads the server's standard input before it answers
  bool operator_types = false;
  Turns turns = Turns::kUnknown;
  // of a message: the framing is the server's too, not only the client's
  bool waits_for_end = false;
  // what a client sends to end the conversation, its framing included; "": nothing is known
  std::string end_word;
  bool end_word_ends_server = false;

  bool HasReply() const { return reply != Reply::kUnknown && reply != Reply::kNone; }
  // Confirmed, recognisable, and no person has to type it.
  bool ReplyIsCertain() const {
    return confidence == Confidence::kSeen && !operator_types &&
           (ReturnsNonce() || reply == Reply::kFixed);
  }
  // The client's own text can be found in the reply.
  bool ReturnsNonce() const { return nonce_form != NonceForm::kNone; }
  // A second message on the same connection is answered too, as the first one was.
  bool Repeats() const { return (ends == Ends::kEof || ends == Ends::kKeyword) && !moves_on; }
  // The reply is the message and nothing else, as it came or in upper case.
  bool RepliesWithMessage() const { return reply == Reply::kEcho || reply == Reply::kUpper; }
};

// Files that the checker has put beside the server before its launch, to ask a file server for.
// Their words are nowhere else.
struct HttpSite {
  bool served = false;  // a page was seen to come back
  // the served one, relative to the working folder; "." is the working folder itself
  std::string folder;
  std::string page;  // a name in it, as a client asks for it: "/page-x.html"
  std::string page_bytes;
  std::string book;  // the same for a text that is longer than any buffer
  std::string book_bytes;
  // What lies above the served folder, as a path from there ("../secret-x.txt"), and words from it.
  std::string canary;
  std::string canary_words;
};

struct ServerFacts {
  LaunchForm launch;
  // the ways of starting it that were tried, as command lines, until one listened
  std::vector<std::string> launch_tries;
  int port = 0;
  std::optional<int> demanded_port;  // by the assignment: for this launch
  std::string address;               // of the LISTEN row, as text
  PortSource port_source = PortSource::kUnknown;
  std::optional<Exchange> exchange;
  std::optional<HttpSite> site;             // of a server that speaks HTTP
  std::optional<SharedState> shared_state;  // by the assignment only

  Design design = Design::kUnknown;
  Confidence design_confidence = Confidence::kGuessed;
  std::string design_reason;  // in words, for the report

  // The server ended by itself, without a signal, once this many clients had come and gone (twice
  // the same).
  std::optional<int> ends_after_clients;
  // Handlers that exist before clients come, or the number of clients it was seen to serve at once
  // before it queued more.
  std::optional<int> serves_at_once;
  // Timed calls (by number) in which a task of the server was seen to wait for events again and
  // again while a client was connected and silent: to wake up from them and find nothing is how it
  // rests.
  std::vector<long> polling_calls;
  // The idle server sleeps and looks, sleeps and looks: that is how it waits for clients.
  bool polls_by_sleeping = false;
  // Its reply comes only once a wait for more input has timed out: no such wait is rest.
  bool replies_after_timeout = false;
  // The longest sleep in which a task of the server was seen while a client was connected, in
  // milliseconds.
  int sleeps_ms = 0;
  // It is whoever accepts that sleeps so long: each further client has to wait for it.
  bool pauses_between_clients = false;
  // A client that says nothing hears what another one says: a chat.
  bool passes_words_on = false;
  // How many clients must have come before the server begins to talk with them: a game for two.
  int clients_together = 1;
  // Once a client has closed its side some task of the server runs without end.
  bool spins_without_client = false;

  // What another launch has shown of its sleeps.
  void AddSleeps(const ServerFacts& seen) {
    sleeps_ms = std::max(sleeps_ms, seen.sleeps_ms);
    pauses_between_clients = pauses_between_clients || seen.pauses_between_clients;
  }
  // Its sleeps are what a grading waits for.
  bool SleepsLong() const { return sleeps_ms >= 100; }
  // Each client has a handler of its own, so that one need not wait for another's sleep.
  bool HandlesClientsSideBySide() const {
    return (design == Design::kFork || design == Design::kThreads) && !pauses_between_clients;
  }
};

// "\n", "\r\n", a NUL byte; "" where no byte of its own ends a message.
std::string EndOfMessage(Framing framing);

const char* Name(Design design);
const char* Name(PortSource source);
const char* Name(Speaker speaker);
const char* Name(Reply reply);
const char* Name(Ends ends);
const char* Name(Framing framing);
const char* Name(LearnedFrom source);

}  // namespace checker
