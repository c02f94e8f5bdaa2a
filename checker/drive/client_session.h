// One launch of a client under test, with a server of the checker's own in the same network. A
// check's exercise_client drives it; nothing is decided here.
//
//   session.Listen();                // now there is somebody to connect to
//   session.Start();                 // until then it has stood still before its first step
//   co_await session.Rest("said");   // until it is at rest; what it asks for is typed
//   session.Send("a reply");         // on its first connection
//   co_await session.Finish("end");  // until it ends, or will not
//
// As in Session no wait ends because some time has passed, but at the backstop.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checker/drive/client.h"
#include "checker/drive/session.h"
#include "checker/model/client_facts.h"

namespace checker {

class ClientSession {
 public:
  ClientSession(const LaunchPlan& plan, ClientFacts facts);
  ~ClientSession();
  ClientSession(const ClientSession&) = delete;

  // False: the host's failure, which is an obstacle in the evidence.
  Task<bool> Launch();
  // A server on the port that the client was given, at every address; and on those others that its
  // source names, to see where else it goes.
  void Listen();
  void Start();

  // Until it is at rest or has ended. Each line that it asks for is typed, as long as there are
  // lines and a message.
  Task<Settled> Rest(std::string label = "");
  // The same, and then what may make it end: a word that ends conversations, the end of its input,
  // the server's end-of-file.
  Task<Settled> Finish(std::string label);

  // The server's part, on the first connection; nothing where there is none.
  void Send(std::string_view bytes);
  void CloseConnection();
  void TypeNoMessage() {
    message_is_due_ = false;
  }  // the input is to end where the message would stand
  void CloseStandardInput();
  // The user types this line; false where the input takes no more.
  bool Type(std::string line);

  const std::string& message() const { return message_; }  // what the user wants to say
  std::string FreshNonce();
  const ClientFacts& facts() const { return facts_; }
  const Observation& Seen();
  bool AsksForInput();
  // Where the first connection came in: "127.0.0.2" and 5000; "" and 0.
  std::string connected_address() const { return connected_address_; }
  int connected_port() const { return connected_port_; }
  // The server's end of the first connection; nullptr where there is none.
  const ClientSeen* connection() const {
    return connections_.empty() ? nullptr : &connections_.front().seen();
  }

  void Count(std::string name, std::int64_t value) {
    evidence_.numbers.emplace_back(std::move(name), value);
  }
  void Record(ExchangeSeen exchange) { evidence_.exchanges.push_back(std::move(exchange)); }
  Evidence TakeEvidence() { return std::move(evidence_); }

 private:
  Task<Settled> Wait(std::function<bool(const Look&)> reached);
  sandbox::LaunchSpec Spec() const;
  bool Pump();
  bool AcceptAll();
  std::uint64_t BytesSaid() const;  // printed and sent
  void ReadOutput(int fd);
  bool TakeLook();
  bool TypeNext();
  bool MakeItEnd();
  std::string Filled(std::string text) const;
  void ListenOn(int port, bool must);
  void Note(EvidenceKind kind, std::string text);
  void Obstacle(const sandbox::Error& error) { evidence_.obstacle = error.Text(); }

  LaunchPlan plan_;
  ClientFacts facts_;
  Evidence evidence_;
  std::unique_ptr<sandbox::Box> box_;
  std::unique_ptr<Looker> looker_;
  std::chrono::steady_clock::time_point launched_;
  std::vector<sandbox::UniqueFd> listeners_;
  std::deque<Client> connections_;  // the server's ends, in the order in which they came
  std::string connected_address_;
  int connected_port_ = 0;
  Look look_;
  Settled settled_ = Settled::kReached;
  Observation observation_;
  std::string output_;
  std::uint64_t output_total_ = 0;
  std::optional<int> end_status_;
  std::mt19937_64 random_;
  std::string message_;
  std::size_t lines_typed_ = 0;
  bool message_is_due_ = true;
  bool input_is_open_ = true;
  std::size_t end_words_typed_ = 0;
};

}  // namespace checker
