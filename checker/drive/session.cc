#include "checker/drive/session.h"

#include <arpa/inet.h>
#include <sys/syscall.h>

#include <algorithm>
#include <tuple>

#include "checker/drive/free_port.h"
#include "checker/probe/next_calls.h"
#include "checker/probe/observe.h"
#include "checker/probe/rest.h"

namespace checker {
namespace {

using sandbox::Result;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Each launch has nonces of its own, also with the same seed.
std::uint64_t launches = 0;

sockaddr_storage ToAddress(const SocketRow& listener) {
  sockaddr_storage address{};
  if (listener.family == AF_INET) {
    auto& in = reinterpret_cast<sockaddr_in&>(address);
    in.sin_family = AF_INET;
    in.sin_port = htons(static_cast<std::uint16_t>(listener.local_port));
    ::inet_pton(AF_INET, listener.local_address.c_str(), &in.sin_addr);
    if (in.sin_addr.s_addr == htonl(INADDR_ANY)) in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  } else {
    auto& in6 = reinterpret_cast<sockaddr_in6&>(address);
    in6.sin6_family = AF_INET6;
    in6.sin6_port = htons(static_cast<std::uint16_t>(listener.local_port));
    ::inet_pton(AF_INET6, listener.local_address.c_str(), &in6.sin6_addr);
    if (IN6_IS_ADDR_UNSPECIFIED(&in6.sin6_addr)) in6.sin6_addr = in6addr_loopback;
  }
  return address;
}

// Whether a launch cannot have suffered from ports that were kept; `known` is where it used to
// listen.
bool GotItsPort(const LaunchPlan& plan, const std::set<int>& kept, int known, int listens_on) {
  // Who gives the port its past has bound it before.
  if (plan.port_past.kind != sandbox::PortPast::Kind::kNone) return true;
  return listens_on != 0 &&
         (kept.contains(listens_on) || listens_on == known || listens_on == plan.port);
}

}  // namespace

Session::Session(const LaunchPlan& plan, ServerFacts facts, int clients_held)
    : plan_(plan),
      clients_held_(clients_held),
      random_(plan.seed + 0x9e3779b97f4a7c15 * ++launches) {
  evidence_.server = std::move(facts);
  if (plan_.patient) evidence_.server.polling_calls.clear();
}

Session::~Session() { ResetClientsOnSharedNetwork(); }

// A connection that ends in order leaves the server's port in TIME_WAIT, where the next launch
// finds it.
void Session::ResetClientsOnSharedNetwork() {
  if (HasOwnNetwork()) return;
  for (Client& client : clients_) client.Reset();
  for (Client& partner : partners_) partner.Reset();
}

int Session::Milliseconds() const {
  return static_cast<int>(
      std::chrono::duration_cast<milliseconds>(steady_clock::now() - launched_).count());
}

std::string Session::FreshNonce() {
  // Letters that survive a change of case, and no word that a dialogue could know.
  constexpr std::string_view kLetters = "bcdfghjklmnprstvwz";
  std::string nonce;
  for (int i = 0; i < 8; ++i) nonce += kLetters[random_() % kLetters.size()];
  return nonce;
}

// --- launching ----------------------------------------------------------------------------------

Task<Result<Start>> Session::Launch() {
  std::set<int> ports = plan_.possible_ports;
  ports.insert({plan_.port, facts().port});
  const std::set<int> kept = KeptPorts(plan_, ports);
  const ServerFacts before = facts();
  auto start = co_await LaunchOnce();
  if (kept.empty() || plan_.Stopped() || !evidence_.obstacle.empty()) co_return start;
  const int listens_on = start && *start == Start::kListening ? facts().port : 0;
  if (start && GotItsPort(plan_, kept, before.port, listens_on)) co_return start;
  // Perhaps only because the port was kept.
  ForgetServer();
  evidence_.server = before;
  co_await UntilPortsAreFree(plan_, ports);
  start = co_await LaunchOnce();
  co_return start;
}

Task<Result<Start>> Session::LaunchOnce() {
  start_ = Start::kUndecided;
  launched_ = steady_clock::now();
  auto server = co_await LaunchedServer::Start(plan_, facts().launch.arguments);
  if (!server) co_return server.error();
  server_ = std::move(*server);

  backstop_ = plan_.start_deadline.value_or(kBackstop);
  start_ = co_await WaitForListener();
  backstop_ = kBackstop;
  if (!evidence_.obstacle.empty()) {
    co_return sandbox::Error("look at the server", evidence_.obstacle);
  }
  co_return start_;
}

Task<Start> Session::WaitForListener() {
  for (;;) {
    const Settled settled = co_await Wait([this](const Look& look) { return ChoosePort(look); });
    if (settled == Settled::kReached && !co_await AsksBeforeItAccepts()) break;
    if (settled == Settled::kReached && !AnswerPrompt()) break;
    if (settled == Settled::kReached) continue;
    if (settled == Settled::kEnded) co_return Start::kEnded;
    if (settled == Settled::kBackstop) co_return Start::kUndecided;
    if (!Seen().AsksOperator() || !AnswerPrompt()) co_return Start::kNotListening;
  }
  // A server that has just called listen(2) still sets itself up: workers, helper threads. Its
  // clients come when it is ready.
  const Settled settled = co_await Wait([](const Look& look) { return IsIdleWithSleepers(look); });
  background_ = BackgroundTasks(look());
  NoteAcceptors();
  if (settled == Settled::kReached) co_await Rest();
  if (settled_ == Settled::kWaking) evidence_.server.polls_by_sleeping = true;
  co_return Start::kListening;
}

// It listens, and nobody waits for a client: it first wants to be told something.
Task<bool> Session::AsksBeforeItAccepts() {
  co_await Wait([](const Look& look) { return IsIdleWithSleepers(look); });
  const auto& tasks = Seen().tasks;
  const bool somebody_accepts = std::any_of(
      tasks.begin(), tasks.end(), [](const TaskSeen& task) { return task.WaitsOnListener(); });
  co_return Seen().AsksOperator() && !somebody_accepts;
}

void Session::NoteAcceptors() {
  acceptors_.clear();
  for (const TaskSeen& task : Seen().tasks) {
    if (task.WaitsOnListener()) acceptors_.insert(task.tid);
  }
}

// With the line that is known to answer it, or else with what the plan makes of what was asked.
// False where there is neither.
bool Session::AnswerPrompt() {
  constexpr std::size_t kMostPrompts = 4;
  auto& lines = evidence_.server.launch.prompted_lines;
  const auto answered = static_cast<std::size_t>(prompts_answered_);
  if (answered >= lines.size()) {
    if (!plan_.answer_prompt || answered >= kMostPrompts) return false;
    lines.push_back(plan_.answer_prompt(std::string_view(output()).substr(asked_until_)));
  }
  asked_until_ = output().size();
  TypeLine(WithPort(lines[answered], plan_.port));
  ++prompts_answered_;
  return true;
}

// Of several: the port that was asked for, else the one of the launches before, else that of the
// socket that was made first.
bool Session::ChoosePort(const Look& look) {
  const int known = facts().port;
  const auto rank = [this, known](const SocketRow& row) {
    return std::tuple(row.local_port != plan_.port, row.local_port != known, row.inode);
  };
  const SocketRow* chosen = nullptr;
  for (const SocketRow& row : look.listeners) {
    if (row.inode == 0) continue;
    if (chosen == nullptr || rank(row) < rank(*chosen)) chosen = &row;
  }
  if (chosen == nullptr) return false;
  evidence_.server.port = chosen->local_port;
  evidence_.server.address = chosen->local_address;
  server_address_ = ToAddress(*chosen);
  return true;
}

void Session::ForgetServer() {
  background_.clear();
  known_sleepers_.clear();
  server_.reset();
  server_address_.reset();
  prompts_answered_ = 0;
  asked_until_ = 0;
  observed_ = false;
  observation_ = {};
}

Task<bool> Session::Relaunch() {
  if (server_) evidence_.errors += server_->errors();
  ResetClientsOnSharedNetwork();
  clients_.clear();
  partners_.clear();
  turns_.clear();
  accepted_.clear();
  ForgetServer();
  const auto start = co_await Launch();
  if (!start) Obstacle(start.error().Text());
  const bool listens = start && *start == Start::kListening;
  co_return listens;
}

// --- what else ----------------------------------------------------------------------------------

bool Session::Signal(int pid, int signal) {
  Note(EvidenceKind::kSignal,
       "signal " + std::to_string(signal) + " to pid " + std::to_string(pid));
  return server_->box().Signal(pid, signal).has_value();
}

void Session::SignalGroup(int signal) {
  Note(EvidenceKind::kSignal, "signal " + std::to_string(signal) + " to the process group");
  (void)server_->box().SignalGroup(signal);
}

bool Session::KeepsCallingAccept(int pid) {
  constexpr int kCalls = 8;  // with a message between two attempts, or a pause
  const auto outside = server_->box().OutsidePid(pid);
  if (!outside) return false;
  const std::vector<long> calls = NextCalls(*outside, kCalls, server_->box().reading_user());
  return std::any_of(calls.begin(), calls.end(),
                     [](long call) { return call == SYS_accept || call == SYS_accept4; });
}

// Who waits for a line at the terminal now.
std::vector<int> Session::TerminalReaders() {
  std::vector<int> tids;
  for (const TaskSeen& task : Seen().tasks) {
    if (task.WaitsOnStandardInput()) tids.push_back(task.tid);
  }
  return tids;
}

void Session::TypeLine(std::string_view line) {
  if (!server_->TypeLine(line, TerminalReaders())) {
    evidence_.obstacle = "type at the server's terminal: write failed";
  }
  typed_.push_back(std::string(line));
  Note(EvidenceKind::kOutput, "the operator types \"" + std::string(line) + "\"");
}

void Session::CloseStandardInput() { server_->CloseStandardInput(TerminalReaders()); }

bool Session::Trace() { return server_->Trace(); }

Evidence Session::TakeEvidence() {
  if (server_) {
    evidence_.errors += server_->errors();
    for (const Birth& birth : server_->births()) {
      evidence_.births.push_back({birth.parent, birth.pid, birth.is_thread});
    }
  }
  return std::move(evidence_);
}

void Session::Count(std::string name, std::int64_t value) {
  evidence_.numbers.emplace_back(std::move(name), value);
}

void Session::Note(EvidenceKind kind, std::string text, std::optional<int> number) {
  EvidenceLine line{.at_ms = Milliseconds(), .kind = kind, .text = std::move(text)};
  line.client = number;
  evidence_.lines.push_back(std::move(line));
}

}  // namespace checker
