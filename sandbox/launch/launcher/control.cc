#include "sandbox/launch/launcher/control.h"

#include <vector>

#include "sandbox/launch/launch_message.h"
#include "sandbox/os/fd_passing.h"

namespace sandbox {

Order AwaitOrder(int control) {
  Message message;
  std::vector<UniqueFd> none;
  ssize_t size = ReceiveWithDescriptors(control, &message, sizeof message, none);
  bool kill_all = size == sizeof message && message.version == kMessageVersion &&
                  message.type == MessageType::kKillAll;
  return kill_all ? Order::kKillAll : Order::kCheckerGone;
}

void ReportAllKilled(int control, int error_number) {
  Message message{.type = MessageType::kAllKilled, .value = error_number};
  SendWithDescriptors(control, &message, sizeof message, {});
}

}  // namespace sandbox
