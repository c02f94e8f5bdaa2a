// The record of one exercise of a server: what was done to it and what was seen, in order. A
// verdict is a function of it.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checker/model/build_summary.h"
#include "checker/model/client_facts.h"
#include "checker/model/observation.h"
#include "checker/model/server_facts.h"

namespace checker {

enum class EvidenceKind { kProcess, kDescriptor, kSocket, kCall, kClient, kSignal, kOutput };

// One line of evidence as the report shows it.
struct EvidenceLine {
  int at_ms = 0;
  EvidenceKind kind = EvidenceKind::kClient;
  std::string text;
  std::optional<int> pid;
  std::optional<int> tid;
  std::optional<int> fd;
  std::optional<int> client;
};

// How far a client got with one exchange.
enum class Served {
  kReplied,      // it got the reply that the exchange describes
  kTaken,        // no reply is known: a live handler accepted it and took its bytes
  kWrongReply,   // something else came
  kSilent,       // accepted, and nothing came although the server is at rest
  kNotAccepted,  // it stands in the accept queue, and the server is at rest
  kRefused,      // the connection was refused
  kClosed,       // the server closed before the reply
  kReset,
  kUndecided,  // the server did not come to rest in time
};

struct ExchangeSeen {
  std::string label;
  int client = 0;
  Served served = Served::kUndecided;
  std::string sent;
  std::string nonce;     // the fresh word in what was sent
  std::string received;  // during this exchange
  bool operator_fed = false;
  // The reply was learnt, confirmed on fresh servers, and can be told from any other: that it does
  // not come means something.
  bool reply_is_certain = false;
  bool reached_another = false;  // what was sent came to another client
  Observation after;

  bool Ok() const { return served == Served::kReplied || served == Served::kTaken; }
};

struct Moment {
  std::string label;
  Observation seen;
};

// A process as it stood just before its end, its descriptors still open. Only seen in an exercise
// that traces.
struct ExitSeen {
  int pid = 0;
  int exit_status = 0;  // as wait(2) gives it
  std::vector<DescriptorSeen> descriptors;

  bool Holds(Target::Kind kind) const;
  // The clients whose connections, or whose partners', it still held.
  std::vector<int> Clients() const;
};

// A process or thread that was born while an exercise traced.
struct BirthSeen {
  int parent = 0;
  int pid = 0;  // of a thread: its tid
  bool is_thread = false;
};

// What a verdict asks for was not recorded.
class MissingEvidence : public std::runtime_error {
 public:
  explicit MissingEvidence(std::string_view label)
      : std::runtime_error("\"" + std::string(label) + "\" was not recorded") {}
};

struct Evidence {
  BuildSummary build;
  ServerFacts server;
  ClientFacts client;                     // of a client that was handed in
  std::optional<Design> demanded_design;  // by the assignment
  std::vector<Moment> moments;
  std::vector<ExchangeSeen> exchanges;
  std::vector<ChatMessage> said;  // in a chat room; those of one sender in their order
  std::vector<BirthSeen> births;
  std::vector<ExitSeen> exits;
  std::vector<EvidenceLine> lines;
  // what an exercise measured or counted
  std::vector<std::pair<std::string, std::int64_t>> numbers;
  // Some moments of rest were taken for it although somebody's wait for input would have timed out,
  // seconds later.
  bool took_timeouts_on_trust = false;
  // what all launches have written to standard error; of each the beginning and the end, where that
  // is much
  std::string errors;
  // not empty: why the exercise could not be carried through (the host's or the checker's failure)
  std::string obstacle;

  // The moment with this label. These three throw MissingEvidence where an exercise has not come so
  // far: the verdict of that check is then unresolved.
  const Observation& At(std::string_view label) const;
  const ExchangeSeen& Exchange(std::string_view label) const;
  bool Has(std::string_view label) const;
  std::int64_t Number(std::string_view label) const;
};

}  // namespace checker
