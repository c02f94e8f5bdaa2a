#include "checker/drive/session.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/wait.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>

#include "checker/probe/observe.h"
#include "checker/probe/rest.h"

namespace checker {
namespace {

using sandbox::Result;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kKeptOutput = 64 * 1024;
// Whoever sends this much for this long in one wait will not stop: no reply is that long.
constexpr std::uint64_t kFloodBytes = 8u << 20;
constexpr milliseconds kFloodTime{1000};
constexpr int kMostReads = 64;  // at a time: a program that floods must not keep us from looking at it

Task<void> Delay(steady_clock::duration time) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, time);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

// Lets the other sessions have their turn.
Task<void> Yield() {
  const auto executor = co_await boost::asio::this_coro::executor;
  co_await boost::asio::post(executor, boost::asio::use_awaitable);
}

// Each launch has nonces of its own, also with the same seed.
std::uint64_t launches = 0;

// The pauses between looks: none at first, since a server that is at rest shows it in two looks; then longer, so that the
// checker does not take the processor from the server.
steady_clock::duration Pause(int look) {
  constexpr microseconds kPauses[] = {microseconds(0),   microseconds(100), microseconds(200),
                                      microseconds(400), microseconds(800), microseconds(1500)};
  constexpr int kCount = static_cast<int>(std::size(kPauses));
  if (look < 4 * kCount) return kPauses[std::min(look, kCount - 1)];
  return look < 200 ? milliseconds(4) : milliseconds(15);
}

std::string WithPort(std::string text, int port) {
  constexpr std::string_view kPort = "{port}";
  for (std::size_t at = text.find(kPort); at != std::string::npos; at = text.find(kPort)) {
    text.replace(at, kPort.size(), std::to_string(port));
  }
  return text;
}

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

}  // namespace

Session::Session(const LaunchPlan& plan, ServerFacts facts, int clients_held)
    : plan_(plan), clients_held_(clients_held), random_(plan.seed + 0x9e3779b97f4a7c15 * ++launches) {
  evidence_.server = std::move(facts);
}

Session::~Session() = default;

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

// --- launching -------------------------------------------------------------------------------------------------------

Task<Result<Start>> Session::Launch() {
  sandbox::LaunchSpec spec;
  if (plan_.words.empty()) {
    spec.argv.push_back("./" + plan_.program);
  } else {
    for (const std::string& word : plan_.words) spec.argv.push_back(WithPort(word, plan_.port));
  }
  for (const std::string& word : facts().launch.arguments) {
    spec.argv.push_back(WithPort(word, plan_.port));
  }
  spec.source_dir = plan_.folder;
  spec.policy = sandbox::ServerPolicy();
  spec.isolation = plan_.isolation;
  spec.standard_input = plan_.standard_input;
  spec.environment = plan_.environment;
  spec.limits = plan_.limits;
  spec.disable_address_randomization = plan_.disable_address_randomization;
  launched_ = steady_clock::now();
  auto box = sandbox::Box::Launch(spec);
  if (!box) co_return box.error();
  box_ = std::make_unique<sandbox::Box>(std::move(*box));
  looker_ = std::make_unique<Looker>(box_.get());

  backstop_ = plan_.start_deadline.value_or(kBackstop);
  start_ = co_await WaitForListener();
  backstop_ = kBackstop;
  if (!evidence_.obstacle.empty()) {
    co_return sandbox::Error("look at the server", evidence_.obstacle);
  }
  co_return start_;
}

Task<Start> Session::WaitForListener() {
  const auto& lines = facts().launch.prompted_lines;
  for (;;) {
    const Settled settled = co_await Wait([this](const Look& look) { return ChoosePort(look); });
    if (settled == Settled::kReached) break;
    if (settled == Settled::kEnded) co_return Start::kEnded;
    if (settled == Settled::kBackstop) co_return Start::kUndecided;
    const auto answered = static_cast<std::size_t>(prompts_answered_);
    if (answered >= lines.size() || !Seen().AsksOperator()) co_return Start::kNotListening;
    TypeLine(WithPort(lines[answered], plan_.port));
    ++prompts_answered_;
  }
  // A server that has just called listen(2) still sets itself up: workers, helper threads. Its clients come when it is ready.
  const Settled settled = co_await Wait([](const Look& look) { return IsIdleWithSleepers(look); });
  background_ = BackgroundTasks(look_);
  if (settled == Settled::kReached) co_await Rest();
  if (settled_ == Settled::kWaking) evidence_.server.polls_by_sleeping = true;
  co_return Start::kListening;
}

bool Session::ChoosePort(const Look& look) {
  if (look.listeners.empty()) return false;
    const SocketRow* chosen = nullptr;
  for (const SocketRow& row : look.listeners) {
    if (row.inode == 0) continue;
    if (chosen == nullptr || row.local_port == plan_.port) chosen = &row;
  }
  if (chosen == nullptr) return false;
  evidence_.server.port = chosen->local_port;
  evidence_.server.address = chosen->local_address;
  server_address_ = ToAddress(*chosen);
  return true;
}

bool Session::Trace() {
  tracer_ = std::make_unique<Tracer>(box_.get());
  std::vector<int> tids;
  for (const TaskLook& task : look_.tasks) tids.push_back(task.raw.tid);
  if (tracer_->SeizeAll(tids)) return true;
  tracer_.reset();
  return false;
}

void Session::NoteExit(int pid, int status) {
  // The process stands still: what it holds now it has not closed itself.
  if (!TakeLook()) return;
  evidence_.exits.push_back({pid, status, ObserveDescriptors(*box_, look_, pid)});
}

Task<bool> Session::Relaunch() {
  tracer_.reset();
  readers_when_typed_.clear();
  clients_.clear();
  turns_.clear();
  accepted_.clear();
  background_.clear();
  looker_.reset();
  box_.reset();
  end_status_.reset();
  server_address_.reset();
  prompts_answered_ = 0;
  look_ = {};
  observed_ = false;
  const auto start = co_await Launch();
  if (!start) Obstacle(start.error().Text());
  co_return start && *start == Start::kListening;
}

// --- looking ---------------------------------------------------------------------------------------------------------

std::vector<ClientEnd> Session::Ends() const {
  std::vector<ClientEnd> ends;
  for (const Client& client : clients_) {
    if (!client.seen().refused) ends.push_back(client.End());
  }
  return ends;
}

void Session::ReadOutput(int fd) {
  if (fd < 0) return;
  char buffer[16384];
  for (int reads = 0; reads < kMostReads; ++reads) {
    const ssize_t got = ::read(fd, buffer, sizeof(buffer));
    if (got <= 0) return;
    output_total_ += static_cast<std::size_t>(got);
    output_.append(buffer, static_cast<std::size_t>(got));
    if (output_.size() > 2 * kKeptOutput) output_.erase(0, output_.size() - kKeptOutput);
  }
}

bool Session::Pump() {
  bool news = false;
  for (Client& client : clients_) news |= client.Pump();
  // Output is no news: who wrote it has run, and the looks show that.
  ReadOutput(box_->standard_output());
  ReadOutput(box_->standard_error());
  if (tracer_) {
    news |= tracer_->Pump([this](int pid, int status) { NoteExit(pid, status); });
  }
  if (!end_status_) {
    if (const auto end = box_->PollEnd()) {
      const auto* exited = std::get_if<sandbox::Exited>(&*end);
      end_status_ = exited != nullptr ? W_EXITCODE(exited->code, 0)
                                      : W_EXITCODE(0, std::get<sandbox::Signaled>(*end).signal);
      news = true;
    }
  }
  return news;
}

bool Session::LineWasRead() const {
  for (const auto& [tid, times_scheduled] : readers_when_typed_) {
    bool unmoved = false;
    for (const TaskLook& task : look_.tasks) {
      unmoved = unmoved || (task.raw.tid == tid && task.raw.times_scheduled == times_scheduled);
    }
    if (!unmoved) return true;
  }
  return readers_when_typed_.empty();
}

bool Session::TakeLook() {
  auto look = looker_->Take(Ends());
  if (!look) {
    evidence_.obstacle = look.error().Text();
    return false;
  }
  look_ = std::move(*look);
  if (LineWasRead()) {
    readers_when_typed_.clear();
  } else {
    look_.in_flight = true;
  }
  observed_ = false;
  UpdateAccepted();
  return true;
}

void Session::UpdateAccepted() {
  for (const ConnectionLook& connection : look_.connections) {
    if (connection.row && connection.row->inode != 0) accepted_.insert(connection.client);
  }
  for (const Client& client : clients_) {
    // What was answered, ended or reset in order had been accepted, if too briefly to be seen.
    if (client.seen().bytes_received > 0 || client.seen().eof) accepted_.insert(client.number());
  }
}

// GCC 12 destroys a closure with captures that own something twice when it is written inside a co_await expression: the
// closures given to Wait capture pointers and references only.
Task<Settled> Session::Wait(std::function<bool(const Look&)> reached) {
  const auto& calls = facts().polling_calls;
  RestDetector detector({.background = background_,
                         .stopped = stopped_,
                         .polling_calls = {calls.begin(), calls.end()},
                         .polls_by_sleeping = facts().polls_by_sleeping,
                         .spins = facts().spins_without_client});
  const auto begin = steady_clock::now();
  const std::uint64_t heard_before = BytesHeard();
  for (int looks = 0;; ++looks) {
    if (Pump()) {
      detector.Restart();
      looks = 0;
    }
    if (!TakeLook()) co_return settled_ = Settled::kBackstop;
    if (reached && reached(look_)) co_return settled_ = Settled::kReached;
    if (const auto settled = detector.Feed(look_)) {
      const bool burns = *settled == Settled::kSpinning || *settled == Settled::kWaking;
      const bool end_is_known = *settled != Settled::kEnded || end_status_.has_value();
      // What the server said between our last reading and the proof belongs to what it was given.
      if (burns || (!Pump() && end_is_known)) {
        if (*settled == Settled::kPeriodic) LearnPolling();
        co_return settled_ = *settled;
      }
      detector.Restart();
      UpdateAccepted();
      if (reached && reached(look_)) co_return settled_ = Settled::kReached;
    }
    const auto elapsed = steady_clock::now() - begin;
    if (elapsed > kFloodTime && BytesHeard() - heard_before > kFloodBytes) {
      co_return settled_ = Settled::kSpinning;
    }
    if (elapsed > backstop_ || plan_.Stopped()) co_return settled_ = Settled::kBackstop;
    const auto pause = Pause(looks);
    if (pause > microseconds(0)) {
      co_await Delay(pause);
    } else {
      co_await Yield();
    }
  }
}

// With a client that is connected and silent, a timed wait that comes back empty is known for the rest of the grading.
void Session::LearnPolling() {
  const bool client_is_held = std::any_of(clients_.begin(), clients_.end(), [this](const Client& held) {
    return WasAccepted(held.number()) && !held.ended() && !held.seen().half_closed;
  });
  if (!client_is_held) return;
  auto& known = evidence_.server.polling_calls;
  for (const long call : TimedCalls(look_)) {
    if (std::find(known.begin(), known.end(), call) == known.end()) known.push_back(call);
  }
}

std::uint64_t Session::BytesHeard() const {
  std::uint64_t bytes = output_total_;
  for (const Client& client : clients_) bytes += client.seen().bytes_received;
  return bytes;
}

const Observation& Session::Seen() {
  if (!observed_) {
    observation_ = Observe(*box_, look_, accepted_);
    observed_ = true;
  }
  observation_.at_ms = Milliseconds();
  observation_.settled = settled_;
  observation_.clients.clear();
  for (const Client& client : clients_) observation_.clients.push_back(client.seen());
  observation_.end_status = end_status_;
  observation_.output_tail = output_.substr(output_.size() - std::min<std::size_t>(output_.size(), 2048));
  return observation_;
}

void Session::Remember(std::string label) { evidence_.moments.push_back({std::move(label), Seen()}); }

Task<Settled> Session::Rest(std::string label) {
  const Settled settled = co_await Wait(nullptr);
  if (!label.empty()) Remember(std::move(label));
  co_return settled;
}

Task<Settled> Session::RestAndType(std::string label) {
  constexpr int kMostLines = 3;
  Settled settled = co_await Wait(nullptr);
  for (int lines = 0; lines < kMostLines && Seen().AtRest() && Seen().AsksOperator(); ++lines) {
    TypeLine(FreshNonce());
    settled = co_await Wait(nullptr);
  }
  if (!label.empty()) Remember(std::move(label));
  co_return settled;
}

Task<Settled> Session::UntilStopped(int pid, std::function<bool(const Look&)> reached) {
  stopped_.insert(pid);
  const Settled settled = co_await Wait(std::move(reached));
  stopped_.erase(pid);
  co_return settled;
}

Task<Settled> Session::Until(std::function<bool(const Look&)> reached, std::string label) {
  const Settled settled = co_await Wait(std::move(reached));
  if (!label.empty()) Remember(std::move(label));
  co_return settled;
}

Task<Settled> Session::UntilTaken(int client) {
  co_return co_await Wait([this, client](const Look& look) {
    if (clients_[static_cast<std::size_t>(client - 1)].ended()) return true;
    const ConnectionLook* connection = look.Connection(client);
    return connection != nullptr && !look.in_flight &&
           (!connection->row || (connection->row->inode != 0 && connection->row->receive_queue == 0));
  });
}

// --- clients ---------------------------------------------------------------------------------------------------------

bool Session::QueueHasRoom(int connecting) const {
  // A listener whose queue is full drops the SYN, and the client tries again a second later.
  for (const SocketRow& row : look_.listeners) {
    if (row.local_port == facts().port) {
      return row.receive_queue + static_cast<unsigned>(connecting) <= row.send_queue;
    }
  }
  return true;  // nobody listens: the connection is refused at once
}

int Session::NewClient() {
  const int number = client_count() + 1;
  auto socket = box_->NewSocket(server_address_->ss_family);
  if (!socket) {
    evidence_.obstacle = socket.error().Text();
    return number;
  }
  Client& client = clients_.emplace_back(number, std::move(*socket));
  turns_.emplace_back();
  if (auto started = client.StartConnect(*server_address_); !started) {
    evidence_.obstacle = started.error().Text();
  }
  Note(EvidenceKind::kClient, client.seen().refused ? "connection refused" : "connects", number);
  return number;
}

Task<int> Session::Connect() {
  // Bound separately: a client may be accepted and gone within one look.
  const std::vector<int> numbers = co_await ConnectMany(1);
  co_return numbers.front();
}

Task<std::vector<int>> Session::ConnectMany(int count) {
  std::vector<int> numbers;
  int unseen = 0;
  TakeLook();
  for (int i = 0; i < count && evidence_.obstacle.empty(); ++i) {
    if (!QueueHasRoom(unseen)) {
      const Settled settled = co_await Wait([this](const Look&) { return QueueHasRoom(0); });
      // Nobody accepts: no further client would get in.
      if (settled != Settled::kReached && !numbers.empty()) break;
      unseen = 0;
    }
    numbers.push_back(NewClient());
    ++unseen;
  }
  const std::vector<int>* all = &numbers;
  co_await Wait([this, all](const Look&) {
    return std::all_of(all->begin(), all->end(), [this](int number) {
      return WasAccepted(number) || client(number).ended();
    });
  });
  co_return numbers;
}

std::vector<int> Session::ConnectAtOnce(int count) {
  std::vector<int> numbers;
  for (int i = 0; i < count && evidence_.obstacle.empty(); ++i) numbers.push_back(NewClient());
  return numbers;
}

void Session::SendBytes(int number, std::string_view bytes) {
  client(number).Send(bytes);
  Note(EvidenceKind::kClient, "sends " + std::to_string(bytes.size()) + " bytes", number);
}

void Session::HalfClose(int number) {
  client(number).HalfClose();
  Note(EvidenceKind::kClient, "closes its sending side", number);
}

void Session::Close(int number) {
  client(number).Close();
  Note(EvidenceKind::kClient, "closes its connection", number);
}

void Session::Reset(int number) {
  client(number).Reset();
  Note(EvidenceKind::kClient, "resets its connection", number);
}

Task<void> Session::Leave(int number) {
  Client& leaving = client(number);
  if (!facts().spins_without_client) {
    co_await HangUp(number);
  } else if (!leaving.seen().half_closed) {
    // Neither read nor closed: a flood then stops at the full buffer, and no reset kills anybody.
    HalfClose(number);
    leaving.StopReading(true);
    TakeLook();
  }
}

Task<void> Session::HangUp(int number) {
  constexpr int kMostLines = 3;
  Client& leaving = client(number);
  if (leaving.seen().gone) co_return;
  HalfClose(number);
  int lines_typed = 0;
  while (!leaving.ended()) {
    const Settled settled = co_await Wait([&leaving](const Look&) { return leaving.ended(); });
    if (settled != Settled::kQuiescent && settled != Settled::kPeriodic) break;
    if (lines_typed >= kMostLines || !co_await TypeForWaitingHandler(&lines_typed)) break;
  }
  leaving.Close();
}

Task<void> Session::LeaveAll() {
  if (facts().spins_without_client) {
    for (int number = 1; number <= client_count(); ++number) co_await Leave(number);
    co_return;
  }
  for (Client& leaving : clients_) leaving.HalfClose();
  co_await Wait([this](const Look&) {
    return std::all_of(clients_.begin(), clients_.end(),
                       [](const Client& leaving) { return leaving.ended(); });
  });
  for (Client& leaving : clients_) leaving.Close();
}

// --- what else -------------------------------------------------------------------------------------------------------

bool Session::Signal(int pid, int signal) {
  Note(EvidenceKind::kSignal, "signal " + std::to_string(signal) + " to pid " + std::to_string(pid));
  return box_->Signal(pid, signal).has_value();
}

void Session::SignalGroup(int signal) {
  Note(EvidenceKind::kSignal, "signal " + std::to_string(signal) + " to the process group");
  (void)box_->SignalGroup(signal);
}

void Session::TypeLine(std::string_view line) {
  const std::string text = std::string(line) + "\n";
  if (::write(box_->standard_input(), text.data(), text.size()) < 0 && errno != EAGAIN) {
    evidence_.obstacle = "type at the server's terminal: write failed";
  }
  typed_.push_back(std::string(line));
  NoteReaders();
  Note(EvidenceKind::kOutput, "the operator types \"" + std::string(line) + "\"");
}

void Session::NoteReaders() {
  for (const TaskSeen& task : Seen().tasks) {
    if (!task.WaitsOnStandardInput()) continue;
    for (const TaskLook& look : look_.tasks) {
      if (look.raw.tid == task.tid) readers_when_typed_[task.tid] = look.raw.times_scheduled;
    }
  }
}

Evidence Session::TakeEvidence() {
  if (tracer_) {
    for (const Birth& birth : tracer_->births()) {
      evidence_.births.push_back({birth.parent, birth.pid, birth.is_thread});
    }
  }
  evidence_.output = output_;
  return std::move(evidence_);
}

void Session::CloseStandardInput() {
  box_->CloseStandardInput();
  NoteReaders();
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
