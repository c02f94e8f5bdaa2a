#include "sandbox/launch/supervisor_client.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <cerrno>
#include <string>

#include "sandbox/os/fd_passing.h"
#include "sandbox/os/readiness.h"

namespace sandbox {
namespace {

constexpr std::chrono::milliseconds kAnswerBudget{2'000};
constexpr int kSocketsInBatch = 16;

Termination TerminationOf(int status) {
  if (WIFSIGNALED(status)) return Signaled{WTERMSIG(status)};
  return Exited{WEXITSTATUS(status)};
}

}  // namespace

std::optional<SupervisorClient::Answer> SupervisorClient::ReadOne(bool& read_something) {
  Answer answer;
  ssize_t size = ReceiveWithDescriptors(socket_.get(), &answer.message, sizeof answer.message,
                                        answer.descriptors, MSG_DONTWAIT);
  read_something = false;
  if (size < 0 && errno == EAGAIN) return std::nullopt;
  if (size != sizeof answer.message || answer.message.version != kMessageVersion) {
    closed_ = true;
    return std::nullopt;
  }
  read_something = true;
  if (answer.message.type == MessageType::kEnded) {
    Remember(answer.message);
  } else if (answer.message.type == MessageType::kMemoryKills) {
    memory_kills_ = static_cast<std::uint64_t>(answer.message.value);
  } else {
    return answer;
  }
  return std::nullopt;
}

void SupervisorClient::Remember(const Message& ended) {
  Termination how = TerminationOf(ended.extra);
  ended_.push_back({.pid = ended.value, .how = how});
  if (ended.value == program_ && !end_) end_ = how;
}

Result<SupervisorClient::Answer> SupervisorClient::Receive(Deadline deadline) {
  for (;;) {
    bool read_something;
    if (auto answer = ReadOne(read_something)) return std::move(*answer);
    if (closed_) return Error("hear from the box's supervisor", "it has ended");
    if (read_something) continue;
    if (!WaitUntilReadable(socket_.get(), deadline)) {
      return Error("hear from the box's supervisor", "no answer in time");
    }
  }
}

Result<SupervisorClient::Started> SupervisorClient::AwaitStart(Deadline deadline) {
  Result<Answer> answer = Receive(deadline);
  if (!answer) return answer.error();
  const Message& message = answer->message;
  if (message.type == MessageType::kFailed) return ErrnoError(message.text, message.value);
  CHECK_INVARIANT(message.type == MessageType::kStarted);
  program_ = message.value;
  // It may have ended, and been reported, before its start was.
  for (const EndedProcess& process : ended_) {
    if (process.pid == program_) end_ = process.how;
  }
  return Started{.program = program_,
                 .memory_group = message.text,
                 .descriptors = std::move(answer->descriptors)};
}

void SupervisorClient::Drain() {
  bool read_something = true;
  while (read_something && !closed_) ReadOne(read_something);
}

std::vector<EndedProcess> SupervisorClient::TakeEnded() {
  Drain();
  return std::exchange(ended_, {});
}

std::uint64_t SupervisorClient::MemoryKills() {
  Drain();
  return memory_kills_;
}

std::optional<Termination> SupervisorClient::PollEnd() {
  Drain();
  if (!end_ && closed_) end_ = Signaled{SIGKILL};
  return end_;
}

Result<SupervisorClient::Answer> SupervisorClient::Ask(const Message& request, MessageType answer) {
  if (SendWithDescriptors(socket_.get(), &request, sizeof request, {}, MSG_DONTWAIT) < 0) {
    return ErrnoError("ask the box's supervisor");
  }
  Deadline deadline = Deadline::After(kAnswerBudget);
  for (;;) {
    Result<Answer> received = Receive(deadline);
    // An answer of another type belongs to a question that was given up.
    if (!received || received->message.type == answer) return received;
  }
}

Result<UniqueFd> SupervisorClient::NewSocket(int family) {
  std::vector<UniqueFd>& stock = sockets_[family];
  if (stock.empty()) {
    Result<Answer> answer =
        Ask({.type = MessageType::kNewSockets, .value = family, .extra = kSocketsInBatch},
            MessageType::kSockets);
    if (!answer) return answer.error();
    if (answer->message.value != 0)
      return ErrnoError("make socket in the box", answer->message.value);
    stock = std::move(answer->descriptors);
    if (stock.empty()) return Error("make socket in the box", "none came");
  }
  UniqueFd socket = std::move(stock.back());
  stock.pop_back();
  return socket;
}

Result<UniqueFd> SupervisorClient::OpenPidfd(pid_t pid) {
  const std::string operation = "open a pidfd of process " + std::to_string(pid);
  Result<Answer> answer = Ask({.type = MessageType::kOpenPidfd, .value = pid}, MessageType::kPidfd);
  if (!answer) return answer.error();
  if (answer->message.value != 0) return ErrnoError(operation, answer->message.value);
  if (answer->descriptors.empty()) return Error(operation, "none came");
  return std::move(answer->descriptors.front());
}

Result<void> SupervisorClient::SignalGroup(int signal) {
  Result<Answer> answer =
      Ask({.type = MessageType::kSignalGroup, .value = signal}, MessageType::kGroupSignalled);
  if (!answer) return answer.error();
  if (answer->message.value != 0)
    return ErrnoError("signal the program's group", answer->message.value);
  return {};
}

}  // namespace sandbox
