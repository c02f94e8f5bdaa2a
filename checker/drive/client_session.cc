#include "checker/drive/client_session.h"

#include <arpa/inet.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>

#include "checker/drive/launch_box.h"
#include "checker/probe/observe.h"
#include "checker/probe/rest.h"

namespace checker {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kKept = 64 * 1024;
constexpr std::uint64_t kFlood = 8u << 20;  // no client says this much for a person
constexpr std::array kEndWords = {"exit", "quit", "bye"};

Task<void> PauseBetweenLooks(int look) {
  const auto time = look < 4 ? std::chrono::microseconds(100) : milliseconds(look < 100 ? 1 : 10);
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, time);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

std::string Replaced(std::string text, std::string_view word, const std::string& by) {
  for (auto at = text.find(word); at != text.npos; at = text.find(word, at + by.size()))
    text.replace(at, word.size(), by);
  return text;
}

bool HasMessage(const LaunchForm& launch) {
  const auto has = [](const std::string& text) { return text.find("{message}") != text.npos; };
  return std::any_of(launch.arguments.begin(), launch.arguments.end(), has) ||
         std::any_of(launch.prompted_lines.begin(), launch.prompted_lines.end(), has);
}

bool IsStopped(const Look& look) {
  return std::any_of(look.tasks.begin(), look.tasks.end(),
                     [](const TaskLook& task) { return task.raw.state == 'T'; });
}

}  // namespace

ClientSession::ClientSession(const LaunchPlan& plan, ClientFacts facts)
    : plan_(plan), facts_(std::move(facts)), random_(plan.seed) {
  message_ = "hello " + FreshNonce();
  message_is_due_ = !HasMessage(facts_.launch);
}

ClientSession::~ClientSession() {
  if (box_) plan_.ending->Add(std::move(*box_));
}

std::string ClientSession::FreshNonce() {
  constexpr std::string_view kLetters = "bcdfghjklmnprstvwz";
  std::string nonce;
  for (int i = 0; i < 8; ++i) nonce += kLetters[random_() % kLetters.size()];
  return nonce;
}

std::string ClientSession::Filled(std::string text) const {
  text = Replaced(std::move(text), "{host}", facts_.host);
  text = Replaced(std::move(text), "{port}", std::to_string(facts_.port));
  return Replaced(std::move(text), "{message}", message_);
}

sandbox::LaunchSpec ClientSession::Spec() const {
  sandbox::LaunchSpec spec;
  // A shell that stands still until there is a server to connect to, and then becomes the client.
  spec.argv = {"/bin/sh", "-c", "kill -STOP $$; exec \"$@\"", "sh"};
  if (plan_.words.empty()) spec.argv.push_back("./" + plan_.program);
  for (const std::string& word : plan_.words) spec.argv.push_back(Filled(word));
  for (const std::string& word : facts_.launch.arguments) spec.argv.push_back(Filled(word));
  spec.source_dir = plan_.folder;
  spec.policy = sandbox::ServerPolicy();
  spec.isolation = plan_.isolation;
  spec.standard_input =
      sandbox::StandardInput::kPipe;  // whose end lasts, unlike that of a terminal
  spec.environment = plan_.environment;
  spec.limits = plan_.limits;
  return spec;
}

Task<bool> ClientSession::Launch() {
  launched_ = steady_clock::now();
  auto box = co_await LaunchBox(Spec());
  if (!box) {
    Obstacle(box.error());
    co_return false;
  }
  box_ = std::make_unique<sandbox::Box>(std::move(*box));
  looker_ = std::make_unique<Looker>(box_.get());
  const Settled settled = co_await Wait(IsStopped);
  co_return settled == Settled::kReached;
}

void ClientSession::ListenOn(int port, bool must) {
  auto listener = box_->NewSocket(AF_INET6);
  sockaddr_in6 address{.sin6_family = AF_INET6,
                       .sin6_port = htons(static_cast<std::uint16_t>(port))};
  if (!listener) {
    Obstacle(listener.error());
    return;
  }
  const int off = 0;
  const int on = 1;
  ::setsockopt(listener->get(), IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
  ::setsockopt(listener->get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  const bool listens =
      ::bind(listener->get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0 &&
      ::listen(listener->get(), SOMAXCONN) == 0;
  if (!listens && must) Obstacle(sandbox::ErrnoError("listen on port " + std::to_string(port)));
  if (listens) listeners_.push_back(std::move(*listener));
}

void ClientSession::Listen() {
  ListenOn(facts_.port, true);
  for (const int port : facts_.other_ports) {
    if (port != facts_.port) ListenOn(port, false);
  }
}

void ClientSession::Start() {
  Note(EvidenceKind::kProcess, "starts");
  if (auto continued = box_->Signal(box_->pid(), SIGCONT); !continued) Obstacle(continued.error());
}

// --- waits --------------------------------------------------------------------------------------

void ClientSession::ReadOutput(int fd) {
  constexpr int kMostReads = 64;
  char buffer[16384];
  for (int reads = 0; reads < kMostReads; ++reads) {
    const ssize_t got = ::read(fd, buffer, sizeof(buffer));
    if (got <= 0) return;
    output_total_ += static_cast<std::uint64_t>(got);
    if (output_.size() < kKept) output_.append(buffer, static_cast<std::size_t>(got));
  }
}

bool ClientSession::AcceptAll() {
  bool news = false;
  for (const sandbox::UniqueFd& listener : listeners_) {
    for (;;) {
      sandbox::UniqueFd socket(
          ::accept4(listener.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
      if (!socket) break;
      const int number = static_cast<int>(connections_.size()) + 1;
      const Client& accepted =
          connections_.emplace_back(Client::Accepted(number, std::move(socket)));
      news = true;
      if (number > 1) continue;
      connected_address_ = accepted.LocalAddress();
      connected_port_ = accepted.LocalPort();
      Note(EvidenceKind::kClient,
           "connects to " + connected_address_ + " port " + std::to_string(connected_port_));
    }
  }
  return news;
}

bool ClientSession::Pump() {
  bool news = AcceptAll();
  for (Client& connection : connections_) news |= connection.Pump();
  ReadOutput(box_->standard_output());
  ReadOutput(box_->standard_error());
  if (end_status_) return news;
  const auto end = box_->PollEnd();
  if (!end) return news;
  const auto* exited = std::get_if<sandbox::Exited>(&*end);
  end_status_ = exited != nullptr ? W_EXITCODE(exited->code, 0)
                                  : W_EXITCODE(0, std::get<sandbox::Signaled>(*end).signal);
  return true;
}

bool ClientSession::TakeLook() {
  std::vector<ClientEnd> ends;
  for (const Client& connection : connections_) ends.push_back(connection.End());
  auto look = looker_->Take(ends);
  if (!look) {
    Obstacle(look.error());
    return false;
  }
  look_ = std::move(*look);
  return true;
}

std::uint64_t ClientSession::BytesSaid() const {
  std::uint64_t bytes = output_total_;
  for (const Client& connection : connections_) bytes += connection.seen().bytes_received;
  return bytes;
}

Task<Settled> ClientSession::Wait(std::function<bool(const Look&)> reached) {
  RestDetector detector({});
  const auto begin = steady_clock::now();
  const std::uint64_t said_before = BytesSaid();
  for (int looks = 0;; ++looks) {
    if (Pump()) detector.Restart();
    if (!TakeLook()) co_return settled_ = Settled::kBackstop;
    if (reached && reached(look_)) co_return settled_ = Settled::kReached;
    if (const auto settled = detector.Feed(look_)) {
      const bool burns = *settled == Settled::kSpinning || *settled == Settled::kWaking;
      const bool end_is_known = *settled != Settled::kEnded || end_status_.has_value();
      if (burns || (!Pump() && end_is_known)) co_return settled_ = *settled;
      detector.Restart();
    }
    if (BytesSaid() - said_before > kFlood) co_return settled_ = Settled::kSpinning;
    if (steady_clock::now() - begin > Session::kBackstop || plan_.Stopped())
      co_return settled_ = Settled::kBackstop;
    co_await PauseBetweenLooks(looks);
  }
}

bool ClientSession::AsksForInput() {
  const Observation& seen = Seen();
  return seen.AtRest() &&
         std::any_of(seen.tasks.begin(), seen.tasks.end(), [](const TaskSeen& task) {
           return std::any_of(task.waits_on.begin(), task.waits_on.end(), [](const Target& target) {
             return target.kind == Target::Kind::kStandardInput;
           });
         });
}

bool ClientSession::Type(std::string line) {
  if (!input_is_open_) return false;
  Note(EvidenceKind::kOutput, "the user types \"" + line + "\"");
  line += "\n";
  return ::write(box_->standard_input(), line.data(), line.size()) ==
         static_cast<ssize_t>(line.size());
}

// The next line that the user has to say; false where there is none.
bool ClientSession::TypeNext() {
  if (!input_is_open_) return false;
  if (lines_typed_ < facts_.launch.prompted_lines.size())
    return Type(Filled(facts_.launch.prompted_lines[lines_typed_++]));
  if (!message_is_due_) return false;
  message_is_due_ = false;
  return Type(message_);
}

Task<Settled> ClientSession::Rest(std::string label) {
  for (;;) {
    co_await Wait(nullptr);
    if (!AsksForInput() || !TypeNext()) break;
  }
  if (!label.empty()) evidence_.moments.push_back({std::move(label), Seen()});
  co_return settled_;
}

// What else can be done for it to end; false where nothing is left.
bool ClientSession::MakeItEnd() {
  if (input_is_open_ && AsksForInput()) {
    if (end_words_typed_ == kEndWords.size()) {
      CloseStandardInput();
      return true;
    }
    const std::string line = std::string(kEndWords[end_words_typed_++]) + "\n";
    return ::write(box_->standard_input(), line.data(), line.size()) > 0;
  }
  if (!connections_.empty() && !connections_.front().seen().half_closed) {
    CloseConnection();
    return true;
  }
  if (!input_is_open_) return false;
  CloseStandardInput();
  return true;
}

Task<Settled> ClientSession::Finish(std::string label) {
  for (;;) {
    co_await Rest();
    const bool may_go_on = settled_ == Settled::kQuiescent || settled_ == Settled::kPeriodic;
    if (!may_go_on || !MakeItEnd()) break;
  }
  evidence_.moments.push_back({std::move(label), Seen()});
  co_return settled_;
}

// --- the server's part --------------------------------------------------------------------------

void ClientSession::Send(std::string_view bytes) {
  if (connections_.empty()) return;
  Note(EvidenceKind::kClient, "is sent " + std::to_string(bytes.size()) + " bytes");
  connections_.front().Send(bytes);
}

void ClientSession::CloseConnection() {
  if (connections_.empty()) return;
  Note(EvidenceKind::kClient, "the server closes the connection");
  // Only its sending side: what the client still says is read, and no reset is provoked.
  connections_.front().HalfClose();
}

void ClientSession::CloseStandardInput() {
  if (!input_is_open_) return;
  input_is_open_ = false;
  Note(EvidenceKind::kOutput, "the input ends");
  box_->CloseStandardInput();
}

const Observation& ClientSession::Seen() {
  std::set<int> accepted;
  for (const Client& connection : connections_) accepted.insert(connection.number());
  observation_ = Observe(*box_, look_, accepted);
  observation_.at_ms = static_cast<int>(
      std::chrono::duration_cast<milliseconds>(steady_clock::now() - launched_).count());
  observation_.settled = settled_;
  observation_.clients.clear();
  for (const Client& connection : connections_) observation_.clients.push_back(connection.seen());
  observation_.end_status = end_status_;
  observation_.output_tail = output_;
  return observation_;
}

void ClientSession::Note(EvidenceKind kind, std::string text) {
  const auto time = std::chrono::duration_cast<milliseconds>(steady_clock::now() - launched_);
  evidence_.lines.push_back(
      {.at_ms = static_cast<int>(time.count()), .kind = kind, .text = std::move(text)});
}

}  // namespace checker
