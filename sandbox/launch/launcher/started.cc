#include "sandbox/launch/launcher/started.h"

#include <linux/netlink.h>
#include <sys/socket.h>

#include <vector>

#include "sandbox/launch/launch_message.h"
#include "sandbox/launch/launcher/failure.h"
#include "sandbox/os/fd_passing.h"

namespace sandbox {

void ReportStarted(int box_socket, pid_t program, const StartedDescriptors& descriptors) {
  UniqueFd sock_diag(
      Must("open sock_diag socket",
           socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_SOCK_DIAG)));
  std::vector<int> numbers{descriptors.proc_dir, descriptors.working_dir, sock_diag.get()};
  if (descriptors.init >= 0) numbers.push_back(descriptors.init);
  if (descriptors.memory_group != nullptr) numbers.push_back(descriptors.memory_group->events());
  if (descriptors.terminal != nullptr) {
    numbers.push_back(descriptors.terminal->master.get());
    numbers.push_back(descriptors.terminal->slave.get());
  }
  Message message{.type = MessageType::kStarted, .value = program};
  if (descriptors.memory_group != nullptr) message.set_text(descriptors.memory_group->path());
  Must("report start", SendWithDescriptors(box_socket, &message, sizeof message, numbers));
}

}  // namespace sandbox
