#include "sandbox/launch/launcher/supervisor.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "sandbox/launch/launcher/failure.h"
#include "sandbox/os/fd_passing.h"
#include "sandbox/os/pidfd.h"

namespace sandbox {
namespace {

// Reports of orphans that wait for a checker that does not read. A chain of forks makes any number
// of them; those beyond are dropped, that of the program never is.
constexpr std::size_t kMostUnsent = 4096;

UniqueFd ListenForChildren() {
  sigset_t children;
  sigemptyset(&children);
  sigaddset(&children, SIGCHLD);
  Must("block SIGCHLD", sigprocmask(SIG_BLOCK, &children, nullptr));
  return UniqueFd(Must("signalfd", signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK)));
}

}  // namespace

Supervisor::Supervisor(int box_socket) : box_socket_(box_socket), signals_(ListenForChildren()) {}

pollfd Supervisor::RequestsEntry() const {
  short events = unsent_.empty() ? POLLIN : POLLIN | POLLOUT;
  return {.fd = box_socket_, .events = events, .revents = 0};
}

void Supervisor::OnChildren() {
  signalfd_siginfo info;
  while (read(signals_.get(), &info, sizeof info) > 0) {
  }
  Reap();
}

void Supervisor::Reap() {
  for (;;) {
    int status;
    pid_t pid = waitpid(-1, &status, WNOHANG);
    if (pid == 0) break;
    if (pid < 0) {
      has_children_ = false;
      break;
    }
    if (pid != program_ && unsent_.size() >= kMostUnsent) continue;
    Report({.type = MessageType::kEnded, .value = pid, .extra = status});
  }
}

void Supervisor::ReportMemoryKill() {
  Report({.type = MessageType::kMemoryKills, .value = ++memory_kills_});
}

void Supervisor::Report(const Message& message) {
  unsent_.push_back(message);
  Flush();
}

void Supervisor::Flush() {
  while (!unsent_.empty()) {
    if (SendWithDescriptors(box_socket_, &unsent_.front(), sizeof(Message), {}, MSG_DONTWAIT) < 0)
      return;
    unsent_.pop_front();
  }
}

bool Supervisor::OnRequests(short ready) {
  if ((ready & POLLOUT) != 0) Flush();
  if ((ready & (POLLIN | POLLHUP | POLLERR)) == 0) return true;
  Message request;
  std::vector<UniqueFd> none;
  ssize_t size = ReceiveWithDescriptors(box_socket_, &request, sizeof request, none, MSG_DONTWAIT);
  if (size < 0 && errno == EAGAIN) return true;
  if (size != sizeof request || request.version != kMessageVersion) return false;
  Answer(request);
  return true;
}

void Supervisor::Answer(const Message& request) {
  if (request.type == MessageType::kNewSockets) {
    SendSockets(request.value, request.extra);
  } else if (request.type == MessageType::kSignalGroup) {
    int error_number = kill(-program_, request.value) < 0 ? errno : 0;
    Report({.type = MessageType::kGroupSignalled, .value = error_number});
  } else if (request.type == MessageType::kOpenPidfd) {
    SendPidfd(request.value);
  }
}

void Supervisor::SendPidfd(pid_t pid) {
  UniqueFd pidfd = OpenPidfd(pid);
  Message answer{.type = MessageType::kPidfd, .value = pidfd ? 0 : errno};
  std::vector<int> numbers;
  if (pidfd) numbers.push_back(pidfd.get());
  if (SendWithDescriptors(box_socket_, &answer, sizeof answer, numbers, MSG_DONTWAIT) < 0) {
    Report({.type = MessageType::kPidfd, .value = errno});
  }
}

void Supervisor::SendSockets(int family, int count) {
  std::vector<UniqueFd> sockets;
  std::vector<int> numbers;
  Message answer{.type = MessageType::kSockets};
  for (int i = 0; i < std::min<int>(count, kMostDescriptorsInMessage); ++i) {
    UniqueFd made(socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!made) {
      answer.value = errno;
      break;
    }
    numbers.push_back(made.get());
    sockets.push_back(std::move(made));
  }
  if (!numbers.empty()) answer.value = 0;
  // Descriptors cannot wait in the queue of plain messages; a checker that asks also reads, so this
  // fits.
  if (SendWithDescriptors(box_socket_, &answer, sizeof answer, numbers, MSG_DONTWAIT) < 0) {
    Report({.type = MessageType::kSockets, .value = errno});
  }
}

}  // namespace sandbox
