// One launch of the server under test, with the clients that talk to it. A check's Exercise drives it; everything that is done
// and seen is recorded as Evidence, and nothing is decided here.
//
//   const int first = co_await session.Connect();              // a client, connected and accepted (or the server is at rest)
//   const int second = co_await session.Connect();
//   co_await session.Converse(second, "second");               // one exchange of the learnt dialogue
//   co_await session.Rest("while the first is silent");        // until the server is at rest; remembers the moment
//
// Every wait ends with what was waited for, with proof that it will not come (the server is at rest), or at the backstop.
// No wait ends because some time has passed.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <csignal>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checker/drive/client.h"
#include "checker/model/check.h"
#include "checker/model/evidence.h"
#include "checker/probe/look.h"
#include "checker/probe/tracer.h"
#include "sandbox/launch/box.h"

namespace checker {

// What is launched, and how. Shared by all launches of one grading.
struct LaunchPlan {
  int folder = -1;      // open directory with the built submission; not owned
  std::string program;  // the server, relative to the folder
  sandbox::Isolation isolation;
  std::vector<std::string> words;  // a whole command instead of the program; "{port}" is filled in
  int port = 0;         // what fills "{port}": the port that the server is asked to use
  std::uint64_t seed = 1;
  sandbox::StandardInput standard_input = sandbox::StandardInput::kTerminal;
  std::map<std::string, std::string> environment;  // added to what the box sets
  sandbox::Limits limits;
  bool disable_address_randomization = false;
  std::optional<std::chrono::milliseconds> start_deadline;  // none: the backstop of every wait
  const volatile std::sig_atomic_t* stop = nullptr;  // once not 0, every wait ends undecided at its next look; may be null

  bool Stopped() const { return stop != nullptr && *stop != 0; }
};

// How a launch went until the server was ready for clients.
enum class Start {
  kListening,
  kNotListening,  // at rest (or running in circles) without a listening TCP socket
  kEnded,         // no process is left
  kUndecided,     // neither listening nor at rest in time
};

class Session {
 public:
  static constexpr std::chrono::seconds kBackstop{20};

  // Launches nothing yet. facts.launch says how; facts().port becomes the port that the server listens on.
  Session(const LaunchPlan& plan, ServerFacts facts, int clients_held);
  ~Session();
  Session(const Session&) = delete;

  // Launches the server and waits until it listens. An Error is the host's.
  Task<sandbox::Result<Start>> Launch();

  const ServerFacts& facts() const { return evidence_.server; }
  // How many clients an exercise that holds many should hold: the assignment's number, less where the server ends by itself.
  int clients_to_hold() const { return clients_held_; }

  // --- clients -------------------------------------------------------------------------------------------------------
  // A new client. Connects while the accept queue has room, then waits until it is accepted or the server is at rest.
  // Returns its number; whether it got in is in the evidence.
  Task<int> Connect();
  // The same for several at once, without waiting in between as long as the accept queue has room. Fewer where the queue is
  // full and the server at rest.
  Task<std::vector<int>> ConnectMany(int count);
  // `count` clients whose SYNs leave before the server can run. Needs room in the accept queue. Does not wait.
  std::vector<int> ConnectAtOnce(int count);

  // One exchange: the client says its part (a fresh nonce in it) and waits for the reply, the end, or rest. Operators' lines
  // are typed when the server asks for them.
  Task<Served> Converse(int client, std::string label);
  // The parts of Converse: what the client says, and the wait for its reply.
  Task<void> HearGreeting(int client);
  std::string Say(int client);
  Task<Served> HearReply(int client, std::string label);
  // Exactly these bytes.
  void SendBytes(int client, std::string_view bytes);

  // The orderly end of a client: FIN, then the server's end-of-file or rest (with lines for a handler that asks its operator),
  // then close.
  Task<void> HangUp(int client);
  // The same for clients whose end is not what an exercise is about: where the server is known to spin or flood after an
  // end-of-file, the client only falls silent.
  Task<void> Leave(int client);
  Task<void> LeaveAll();
  void HalfClose(int client);
  void Close(int client);
  void Reset(int client);

  // --- waits ---------------------------------------------------------------------------------------------------------
  // Until the server is at rest. With a label the observation is kept as a moment.
  Task<Settled> Rest(std::string label = "");
  // Until reached(look) holds (Settled::kReached) or it cannot any more.
  Task<Settled> Until(std::function<bool(const Look&)> reached, std::string label = "");
  // Rest, and as long as a handler then waits for its operator, one more line is typed (three at most): a handler that
  // is busy with its operator learns only then that its client has gone.
  Task<Settled> RestAndType(std::string label = "");
  // Until reached(look) while this process of the server is stopped (by our SIGSTOP: then its stop counts as a sleep).
  Task<Settled> UntilStopped(int pid, std::function<bool(const Look&)> reached);
  // Until all bytes sent by this client were taken by the server.
  Task<Settled> UntilTaken(int client);

  // --- what else can be done to a server ------------------------------------------------------------------------------
  // pid as in the observation. False if it is gone.
  bool Signal(int pid, int signal);
  void SignalGroup(int signal);
  void TypeLine(std::string_view line);  // at the server's terminal
  void CloseStandardInput();
  // From now on births and exits are recorded one by one (ptrace). False where the host does not allow it.
  bool Trace();
  // Ends this launch and starts the server afresh, without clients. False if it does not listen again.
  Task<bool> Relaunch();
  sandbox::Box& box() { return *box_; }

  // --- record ----------------------------------------------------------------------------------------------------------
  // How the latest exchange that has a label went.
  Served LastServed() const {
    return evidence_.exchanges.empty() ? Served::kUndecided : evidence_.exchanges.back().served;
  }
  // The latest moment with this label.
  const Observation& At(std::string_view label) const { return evidence_.At(label); }
  // The latest observation; makes one if there is none since the last wait.
  const Observation& Seen();
  void Remember(std::string label);  // Seen() as a moment
  void Count(std::string name, std::int64_t value);
  void Note(EvidenceKind kind, std::string text, std::optional<int> client = {});
  std::string FreshNonce();
  Client& client(int number) { return clients_.at(static_cast<std::size_t>(number - 1)); }
  int client_count() const { return static_cast<int>(clients_.size()); }
  const std::string& output() const { return output_; }
  std::optional<int> end_status() const { return end_status_; }
  int prompts_answered() const { return prompts_answered_; }
  Start start() const { return start_; }
  bool WasAccepted(int client) const { return accepted_.contains(client); }

  Evidence TakeEvidence();
  // The tasks that were born since Trace().
  std::vector<Birth> births() const { return tracer_ ? tracer_->births() : std::vector<Birth>(); }
  void SetExchange(Exchange exchange) { evidence_.server.exchange = std::move(exchange); }
  void Obstacle(std::string reason) { evidence_.obstacle = std::move(reason); }

 private:
  bool Pump();  // moves bytes of all clients and the program's output; true if a client heard something, or the program ended
  void ReadOutput(int fd);
  void LearnPolling();
  std::uint64_t BytesHeard() const;
  std::vector<ClientEnd> Ends() const;
  bool TakeLook();                 // into look_; false: an obstacle was recorded
  void UpdateAccepted();
  Task<Settled> Wait(std::function<bool(const Look&)> reached);
  bool ChoosePort(const Look& look);
  Task<Start> WaitForListener();
  Task<bool> TypeForWaitingHandler(int* lines_typed);
  void NoteExit(int pid, int status);
  void NoteReaders();
  bool LineWasRead() const;
  bool QueueHasRoom(int connecting) const;
  int NewClient();
  bool ReplyMatches(int client) const;
  Served ServedWithoutReply(int client, Settled settled);
  int Milliseconds() const;

  LaunchPlan plan_;
  int clients_held_;
  std::chrono::milliseconds backstop_ = kBackstop;
  Evidence evidence_;
  std::unique_ptr<sandbox::Box> box_;
  std::unique_ptr<Looker> looker_;
  std::chrono::steady_clock::time_point launched_;
  std::deque<Client> clients_;  // by number - 1; references stay valid
  Look look_;                   // the latest
  Settled settled_ = Settled::kReached;
  Start start_ = Start::kUndecided;
  bool observed_ = false;       // observation_ is of look_
  Observation observation_;
  std::set<int> accepted_;      // clients seen with an owner, ever
  std::set<int> background_;
  std::set<int> stopped_;       // processes that we have stopped
  int prompts_answered_ = 0;
  std::optional<sockaddr_storage> server_address_;
  std::string output_;
  std::size_t output_total_ = 0;
  std::optional<int> end_status_;
  std::mt19937_64 random_;
  struct Turn {                 // the exchange that a client is in
    std::size_t heard_before = 0;
    std::string nonce;
    std::string said;
  };
  std::vector<std::string> typed_;  // the operator's lines
  // The tasks that read the terminal when a line (or its end) was typed, with how often they had run: until one of them has run the line is
  // on its way, for the kernel passes it on in a thread of its own.
  std::map<int, std::uint64_t> readers_when_typed_;
  std::unique_ptr<Tracer> tracer_;
  std::deque<Turn> turns_;  // by client number - 1; references stay valid
};

}  // namespace checker
