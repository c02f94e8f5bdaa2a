// sandbox-launcher: started by Box::Launch, one for each box. It owns everything in the box: when
// the checker closes the control socket (descriptor 3), or dies, everything in the box is killed
// and this process ends.
//
// It is a program of its own, and a small one, because what happens between fork and execve must
// happen in a process with one thread, and because a fault in the checker must not leave a box
// without an owner.
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <vector>

#include "sandbox/launch/launch_message.h"
#include "sandbox/launch/launch_request.h"
#include "sandbox/launch/launcher/confinement.h"
#include "sandbox/launch/launcher/failure.h"
#include "sandbox/launch/launcher/isolated_box.h"
#include "sandbox/launch/launcher/launch_descriptors.h"
#include "sandbox/launch/launcher/shared_box.h"
#include "sandbox/os/fd_passing.h"

namespace sandbox {
namespace {

constexpr int kControl = 3;

// Exit codes of the launcher itself; what goes wrong later is told over the box socket.
constexpr int kNotStartedByBox = 64;

std::optional<std::string> ReadAll(int file) {
  struct stat info;
  if (fstat(file, &info) < 0) return std::nullopt;
  std::string bytes(static_cast<std::size_t>(info.st_size), '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    ssize_t size = pread(file, bytes.data() + have, bytes.size() - have, static_cast<off_t>(have));
    if (size <= 0) return std::nullopt;
    have += static_cast<std::size_t>(size);
  }
  return bytes;
}

struct Launch {
  LaunchRequest request;
  LaunchDescriptors descriptors;
};

std::optional<Launch> ReceiveLaunch() {
  Message message;
  std::vector<UniqueFd> received;
  ssize_t size = ReceiveWithDescriptors(kControl, &message, sizeof message, received);
  if (size != sizeof message || message.version != kMessageVersion) return std::nullopt;
  if (message.type != MessageType::kLaunch || received.empty()) return std::nullopt;
  std::optional<std::string> bytes = ReadAll(received.front().get());
  received.erase(received.begin());
  if (!bytes) return std::nullopt;
  std::optional<LaunchRequest> request = DecodeLaunchRequest(*bytes);
  if (!request) return std::nullopt;
  Launch launch{.request = std::move(*request)};
  if (!TakeLaunchDescriptors(launch.request.numbers, std::move(received), launch.descriptors))
    return std::nullopt;
  return launch;
}

// Nothing of the checker's terminal or pipes may be held open by a box.
void LeaveStandardStreams() {
  int null_device = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int fd = 0; null_device >= 0 && fd < 3; ++fd) dup2(null_device, fd);
  if (null_device >= 0) close(null_device);
}

int Run() {
  if (fcntl(kControl, F_SETFD, FD_CLOEXEC) < 0) return kNotStartedByBox;
  LeaveStandardStreams();
  ResetSignals();
  std::optional<Launch> launch = ReceiveLaunch();
  if (!launch) return kNotStartedByBox;
  SetFailureReport(launch->descriptors.box_socket.get());
  Must("chdir /", chdir("/"));
  if (launch->request.numbers.namespaces != 0) {
    RunIsolatedBox(launch->request, std::move(launch->descriptors), kControl);
  } else {
    RunSharedBox(launch->request, std::move(launch->descriptors), kControl);
  }
  return 0;
}

}  // namespace
}  // namespace sandbox

int main() { return sandbox::Run(); }
