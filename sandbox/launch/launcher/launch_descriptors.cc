#include "sandbox/launch/launcher/launch_descriptors.h"

#include <cstddef>
#include <utility>

namespace sandbox {

bool TakeLaunchDescriptors(const LaunchNumbers& numbers, std::vector<UniqueFd> received,
                           LaunchDescriptors& descriptors) {
  std::size_t next = 0;
  auto take = [&](bool wanted, UniqueFd& into) {
    if (!wanted) return true;
    if (next == received.size()) return false;
    into = std::move(received[next++]);
    return true;
  };
  return take(true, descriptors.box_socket) && take(true, descriptors.standard_output) &&
         take(numbers.merge_stderr == 0, descriptors.standard_error) &&
         take(numbers.input == InputKind::kPipe, descriptors.standard_input) &&
         take(numbers.has_source_dir != 0, descriptors.source_dir) && next == received.size();
}

}  // namespace sandbox
