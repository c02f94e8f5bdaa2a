#include "checker/drive/launched_server.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <variant>

#include "checker/drive/launch_box.h"

namespace checker {
namespace {

constexpr std::size_t kKeptOutput = 64 * 1024;
constexpr std::size_t kKeptFirstErrors = 256 * 1024;
constexpr std::size_t kKeptLastErrors = 64 * 1024;
// at a time: a program that floods must not keep us from looking at it
constexpr int kMostReads = 64;

}  // namespace

std::string WithPort(std::string text, int port) {
  constexpr std::string_view kPort = "{port}";
  for (std::size_t at = text.find(kPort); at != std::string::npos; at = text.find(kPort)) {
    text.replace(at, kPort.size(), std::to_string(port));
  }
  return text;
}

Task<sandbox::Result<std::unique_ptr<LaunchedServer>>> LaunchedServer::Start(
    LaunchPlan plan, std::vector<std::string> arguments) {
  sandbox::LaunchSpec spec;
  if (plan.words.empty()) spec.argv.push_back("./" + plan.program);
  for (const std::string& word : plan.words) spec.argv.push_back(WithPort(word, plan.port));
  for (const std::string& word : arguments) spec.argv.push_back(WithPort(word, plan.port));
  spec.source_dir = plan.folder;
  spec.policy = sandbox::ServerPolicy();
  spec.isolation = plan.isolation;
  spec.standard_input = plan.standard_input;
  spec.environment = plan.environment;
  spec.limits = plan.limits;
  spec.disable_address_randomization = plan.disable_address_randomization;
  spec.port_past = plan.port_past;
  auto box = co_await LaunchBox(std::move(spec));
  if (!box) co_return box.error();
  co_return std::unique_ptr<LaunchedServer>(new LaunchedServer(std::move(*box), plan.ending));
}

LaunchedServer::~LaunchedServer() {
  tracer_.reset();
  ending_->Add(std::move(box_));
}

bool LaunchedServer::Pump(const OnExit& on_exit) {
  // Output is no news: who wrote it has run, and the looks show that.
  ReadOutput(box_.standard_output());
  errors_ += ReadOutput(box_.standard_error());
  if (errors_.size() > kKeptFirstErrors + 2 * kKeptLastErrors)
    errors_.erase(kKeptFirstErrors, errors_.size() - kKeptFirstErrors - kKeptLastErrors);
  bool news = tracer_ && tracer_->Pump(on_exit);
  if (end_status_) return news;
  if (const auto end = box_.PollEnd()) {
    const auto* exited = std::get_if<sandbox::Exited>(&*end);
    end_status_ = exited != nullptr ? W_EXITCODE(exited->code, 0)
                                    : W_EXITCODE(0, std::get<sandbox::Signaled>(*end).signal);
    news = true;
  }
  return news;
}

// What is new.
std::string LaunchedServer::ReadOutput(int fd) {
  std::string news;
  if (fd < 0) return news;
  char buffer[16384];
  for (int reads = 0; reads < kMostReads; ++reads) {
    const ssize_t got = ::read(fd, buffer, sizeof(buffer));
    if (got <= 0) break;
    news.append(buffer, static_cast<std::size_t>(got));
  }
  output_total_ += news.size();
  output_ += news;
  if (output_.size() > 2 * kKeptOutput) output_.erase(0, output_.size() - kKeptOutput);
  return news;
}

sandbox::Result<void> LaunchedServer::TakeLook(const std::vector<ClientEnd>& clients) {
  auto look = looker_.Take(clients);
  if (!look) return look.error();
  look_ = std::move(*look);
  if (LineWasRead()) {
    readers_when_typed_.clear();
  } else {
    look_.in_flight = true;
  }
  return {};
}

bool LaunchedServer::TypeLine(std::string_view line, const std::vector<int>& readers) {
  const std::string text = std::string(line) + "\n";
  const bool taken =
      ::write(box_.standard_input(), text.data(), text.size()) >= 0 || errno == EAGAIN;
  NoteReaders(readers);
  return taken;
}

void LaunchedServer::CloseStandardInput(const std::vector<int>& readers) {
  box_.CloseStandardInput();
  NoteReaders(readers);
}

void LaunchedServer::NoteReaders(const std::vector<int>& readers) {
  for (const int tid : readers) {
    for (const TaskLook& task : look_.tasks) {
      if (task.raw.tid == tid) readers_when_typed_[tid] = task.raw.times_scheduled;
    }
  }
}

bool LaunchedServer::LineWasRead() const {
  for (const auto& [tid, times_scheduled] : readers_when_typed_) {
    bool unmoved = false;
    for (const TaskLook& task : look_.tasks) {
      unmoved = unmoved || (task.raw.tid == tid && task.raw.times_scheduled == times_scheduled);
    }
    if (!unmoved) return true;
  }
  return readers_when_typed_.empty();
}

bool LaunchedServer::Trace() {
  tracer_ = std::make_unique<Tracer>(&box_);
  std::vector<int> pids;
  for (const TaskLook& task : look_.tasks) {
    const bool leads =
        task.raw.tid == task.raw.pid && task.raw.state != 'Z' && task.raw.state != 'X';
    if (leads) pids.push_back(task.raw.pid);
  }
  if (tracer_->SeizeAll(pids)) return true;
  tracer_.reset();
  return false;
}

}  // namespace checker
