// One launch of the server under test, with the clients that talk to it. A check's Exercise drives
// it; everything that is done and seen is recorded as Evidence, and nothing is decided here.
//
//   const int first = co_await session.Connect();        // accepted, or the server is at rest
//   const int second = co_await session.Connect();
//   co_await session.Converse(second, "second");         // one exchange of the learnt dialogue
//   co_await session.Rest("while the first is silent");  // until rest; remembers the moment
//
// Every wait ends with what was waited for, with proof that it will not come (the server is at
// rest), or at the backstop. No wait ends because some time has passed.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
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
#include "checker/drive/launched_server.h"
#include "checker/model/check.h"
#include "checker/model/evidence.h"
#include "checker/probe/look.h"
#include "checker/probe/rest.h"

namespace checker {

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

  // Launches nothing yet. facts.launch says how; facts().port becomes the port that the server
  // listens on.
  Session(const LaunchPlan& plan, ServerFacts facts, int clients_held);
  ~Session();
  Session(const Session&) = delete;

  // Launches the server and waits until it listens. An Error is the host's.
  Task<sandbox::Result<Start>> Launch();

  const ServerFacts& facts() const { return evidence_.server; }
  // How many clients an exercise that holds many should hold: the assignment's number, less where
  // the server ends by itself.
  int clients_to_hold() const { return clients_held_; }

  // --- clients ----------------------------------------------------------------------------------
  // A new client, with its partners where the server waits for several (facts().clients_together):
  // they come and leave with it, and say nothing. Connects while the accept queue has room, then
  // waits until it is accepted or the server is at rest.
  // Returns its number; whether it got in is in the evidence.
  Task<int> Connect();
  // The same for several at once, without waiting in between as long as the accept queue has room.
  // Fewer where the queue is full and the server at rest.
  Task<std::vector<int>> ConnectMany(int count);
  // `count` clients whose SYNs leave one behind the other. Needs room in the accept queue. Does not
  // wait.
  std::vector<int> ConnectAtOnce(int count);

  // One exchange: the client says its part (a fresh nonce in it) and waits for the reply, the end,
  // or rest. Operators' lines are typed when the server asks for them.
  Task<Served> Converse(int client, std::string label);
  // The parts of Converse: what comes before a client's first message (the server's greeting, then
  // the client's own opening), what the client says, and the wait for its reply.
  Task<void> HearGreeting(int client);
  std::string Say(int client);
  Task<Served> HearReply(int client, std::string label);
  // Says it and sends all of it at once, its opening too where that is still due.
  void SayAtOnce(int client);
  // Whether what it has heard since it spoke is, or holds, the reply that was learnt.
  bool ReplyMatches(int client) const;
  // Says it and sends it, each part once the one before was taken.
  Task<void> SayInParts(int client);
  // Clients come, are served and leave, one after another; side by side where each has a handler
  // that sleeps before it answers. Ends early where the server does.
  Task<void> ServeClients(int count);
  // Exactly these bytes.
  void SendBytes(int client, std::string_view bytes);

  // The orderly end of a client: FIN, then the server's end-of-file or rest (with lines for a
  // handler that asks its operator), then close.
  Task<void> HangUp(int client);
  // The same for clients whose end is not what an exercise is about: where the server is known to
  // spin or flood after an end-of-file, the client only falls silent.
  Task<void> Leave(int client);
  Task<void> LeaveAll();
  // From now on whoever leaves closes at once: for a server that floods whoever has said the last
  // word, where each end would be waited for in vain.
  void LeaveAtOnce() { leaves_at_once_ = true; }
  void HalfClose(int client);
  void Close(int client);
  void Reset(int client);

  // --- waits ------------------------------------------------------------------------------------
  // Until the server is at rest. With a label the observation is kept as a moment.
  Task<Settled> Rest(std::string label = "");
  // Until reached(look) holds (Settled::kReached) or it cannot any more.
  Task<Settled> Until(std::function<bool(const Look&)> reached, std::string label = "");
  // Rest, and as long as a handler then waits for its operator, one more line is typed (three at
  // most): a handler that is busy with its operator learns only then that its client has gone.
  Task<Settled> RestAndType(std::string label = "");
  // Until reached(look) while this process of the server is stopped (by our SIGSTOP: then its stop
  // counts as a sleep).
  Task<Settled> UntilStopped(int pid, std::function<bool(const Look&)> reached);
  // Until all bytes sent by this client were taken by the server.
  Task<Settled> UntilTaken(int client);

  // --- what else can be done to a server --------------------------------------------------------
  // pid as in the observation. False if it is gone.
  bool Signal(int pid, int signal);
  void SignalGroup(int signal);
  // Whether this process, which runs on and on, calls accept() again and again. False also where
  // the host does not allow to look.
  bool KeepsCallingAccept(int pid);
  // From now on, in this launch, a task that sleeps in the background is not set aside: it may have
  // to wake up for the server to go on (the end of a virtual machine waits for one).
  void MindSleepers() { background_.clear(); }
  void TypeLine(std::string_view line);  // at the server's terminal
  void CloseStandardInput();
  // From now on births and exits are recorded one by one (ptrace). False where the host does not
  // allow it.
  bool Trace();
  // Ends this launch and starts the server afresh, without clients. False if it does not listen
  // again. Where it could not even be launched, which is the host's fault, every wait ends undecided
  // and nothing more is seen.
  Task<bool> Relaunch();
  // How later launches of this session are made: in another form, or where the port has a past.
  void SetLaunch(LaunchForm form) { evidence_.server.launch = std::move(form); }
  void SetPortPast(sandbox::PortPast past) { plan_.port_past = std::move(past); }
  bool HasOwnNetwork() const { return plan_.isolation.network_namespace.on; }
  // From now on clients are as far away as an Ethernet is: small segments both ways, and small
  // buffers.
  void PlaceClientsAfar() { clients_are_afar_ = true; }
  sandbox::Box& box() { return server_->box(); }
  const std::string& program() const { return plan_.program; }

  // --- record -----------------------------------------------------------------------------------
  // The latest exchange that has a label; there is one.
  const ExchangeSeen& LastExchange() const { return evidence_.exchanges.back(); }
  // How it went.
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
  const std::string& output() const;
  std::optional<int> end_status() const { return server_ ? server_->end_status() : std::nullopt; }
  bool took_timeouts_on_trust() const { return evidence_.took_timeouts_on_trust; }
  int prompts_answered() const { return prompts_answered_; }
  Start start() const { return start_; }
  bool WasAccepted(int client) const { return accepted_.contains(client); }

  Evidence TakeEvidence();
  // The tasks that were born since Trace().
  std::vector<Birth> births() const { return server_->births(); }
  void SetExchange(Exchange exchange) { evidence_.server.exchange = std::move(exchange); }
  void Record(ExchangeSeen exchange) { evidence_.exchanges.push_back(std::move(exchange)); }
  void Record(ChatMessage message) { evidence_.said.push_back(std::move(message)); }
  void Obstacle(std::string reason) { evidence_.obstacle = std::move(reason); }

 private:
  const Look& look() const { return server_->look(); }
  // moves bytes of all clients and the program's output; true if a client heard something, or the
  // program ended
  bool Pump();
  Habits KnownHabits() const;
  bool SomebodyStreamsToTheGone();
  void LearnPolling();
  void NoteSleepers();
  void NoteAcceptors();
  Task<bool> AsksBeforeItAccepts();
  std::uint64_t BytesHeard() const;
  std::vector<ClientEnd> Ends() const;
  bool TakeLook();  // into look(); false: an obstacle was recorded
  void UpdateAccepted();
  Task<Settled> Wait(std::function<bool(const Look&)> reached);
  void ResetClientsOnSharedNetwork();
  // On a shared network: resets a client whose connection the server has closed. Whether it did.
  bool ResetUnlessHeld(int client);
  bool ChoosePort(const Look& look);
  bool AnswerPrompt();
  Task<sandbox::Result<Start>> LaunchOnce();
  // As before its launch, but for the clients.
  void ForgetServer();
  Task<Start> WaitForListener();
  Task<void> HearFirstWords(int client);
  Task<void> SayOpening(int client);
  Task<void> Speak(int client);
  Task<bool> TypeForWaitingHandler(int* lines_typed, int most_lines);
  void NoteExit(int pid, int status);
  void SetRuntimeThreadsAside();
  std::vector<int> TerminalReaders();
  bool QueueHasRoom(int connecting) const;
  int NewClient();
  std::optional<Client> NewSocket(int number);
  void BringPartners(int number);
  std::vector<Client*> PartnersOf(int number);
  Task<std::vector<int>> ConnectInTurn(int count);
  bool AnotherHeard(int number, const std::string& word) const;
  Served ServedWithoutReply(int client, Settled settled);
  int Milliseconds() const;

  LaunchPlan plan_;
  int clients_held_;
  bool clients_are_afar_ = false;
  bool leaves_at_once_ = false;
  std::chrono::milliseconds backstop_ = kBackstop;
  Evidence evidence_;
  std::unique_ptr<LaunchedServer> server_;
  std::chrono::steady_clock::time_point launched_;
  std::deque<Client> clients_;  // by number - 1; references stay valid
  std::deque<Client> partners_;
  Settled settled_ = Settled::kReached;
  Start start_ = Start::kUndecided;
  bool observed_ = false;  // observation_ is of look()
  Observation observation_;
  std::set<int> accepted_;  // clients seen with an owner, ever
  std::set<int> background_;
  std::set<int> acceptors_;       // tids that waited for clients before any came
  std::set<int> known_sleepers_;  // tids looked at by SetRuntimeThreadsAside
  std::set<int> stopped_;         // processes that we have stopped
  int prompts_answered_ = 0;
  std::size_t asked_until_ = 0;  // where the output ended when the last prompt was answered
  std::optional<sockaddr_storage> server_address_;
  std::mt19937_64 random_;
  struct Turn {  // the exchange that a client is in
    std::size_t heard_before = 0;
    std::string nonce;
    std::string said;
    bool opened = false;  // the client has said its opening
  };
  std::vector<std::string> typed_;  // the operator's lines
  struct Nap {
    std::uint64_t times_scheduled = 0;
    std::chrono::steady_clock::time_point since;
  };
  std::map<int, Nap> naps_;  // by tid: who sleeps for a time now
  std::deque<Turn> turns_;   // by client number - 1; references stay valid
};

}  // namespace checker
