// One requirement that a server is held to. testcases/ holds them, one file each.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "checker/model/evidence.h"
#include "checker/model/server_facts.h"
#include "checker/model/verdict.h"

namespace checker {

class ClientSession;
class Session;

template <typename T>
using Task = boost::asio::awaitable<T>;

enum class Level { kMust, kShould };

// What a check needs of the server's dialogue or design before it makes sense.
enum class Need {
  kHeldClient,       // the server waits for a connected client that is silent
  kReply,            // a reply is known
  kNonceReply,       // what the client said can be found in the reply
  kClientSpeaks,     // the client sends something
  kEcho,             // the reply is the client's own text, however long
  kOperator,         // a person types at the server's terminal
  kSpeech,           // somebody is to hear something: not where only the client speaks
  kSureReply,        // confirmed, recognisable, and typed by nobody
  kFurtherMessages,  // the conversation goes on after a reply
  kMessageEnd,       // the server waits for the end of a message
  kAnyLength,        // a message may be as long as its sender likes
  kEndWord,          // a word ends the conversation
  kEnd,              // somebody listens to the client, and so sees its end
  kHalfDuplex,
  kFullDuplex,
  kClientStream,  // only the client speaks
  kServerStream,  // only the server speaks
  kPortOfItsOwn,  // not a new one at each start
  kArguments,     // the program is started with arguments
  // what a client says stays between it and the server: no state is shared on purpose
  kOwnDialogue,
  kHttp,       // the server speaks HTTP
  kHttpFiles,  // and serves files
  kChatRoom,   // the assignment describes a chat room
  kAuction,    // the assignment describes an auction
};

// How the submission was built that a check drives: as it is, or once more with a sanitizer's
// flags.
enum class Instrumentation {
  kNone,
  kMemory,  // AddressSanitizer and UndefinedBehaviorSanitizer
  kRaces,   // ThreadSanitizer
};

// What in the source a failure is about. The report names its line where that can be proved, else
// none.
enum class Suspect {
  kNone,
  kBind,         // the only call of bind(2) in the program
  kAccept,       // the only one of accept(2)
  kFork,         // the only one of fork(2)
  kThreadStart,  // the only one of pthread_create(3)
  kReceive,      // the only one that can take bytes from a socket
  kSend,         // the only one that can put bytes into a socket
  kSleeping,     // the call in which the server sleeps although somebody waits to be accepted
};

struct Check {
  // "descriptors/parent_closes_connected_socket": also the path of its file
  std::string id;
  std::string title;  // a phrase
  Level level = Level::kMust;
  std::string requirement;         // one sentence with MUST or SHOULD
  std::vector<std::string> see;    // manual pages: "accept(2)"
  std::string hint;                // what to look at, to a student
  std::vector<Design> applies_to;  // empty: to every design
  std::vector<Need> needs;
  std::vector<std::string> after;        // ids that must have passed, else this one is untested
  std::vector<std::string> root_causes;  // ids whose failure explains a failure of this one
  // The longest that it has to be observed alone, or false: verdicts that rest on time or chance
  // run with nothing beside them.
  bool runs_alone = false;
  Instrumentation instrumentation = Instrumentation::kNone;
  Suspect suspect = Suspect::kNone;

  // One of the two drives and records, and decides nothing: a server that was handed in, or a
  // client. Neither: what is about the build.
  Task<void> (*exercise)(Session& session) = nullptr;
  Task<void> (*exercise_client)(ClientSession& session) = nullptr;
  Verdict (*judge)(const Evidence& evidence) = nullptr;  // pure: no clock, no kernel, no network

  const char* file = nullptr;  // where it is written
  int line = 0;
};

const char* Name(Need need);

}  // namespace checker
