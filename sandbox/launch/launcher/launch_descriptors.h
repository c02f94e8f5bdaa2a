// The open descriptors that come with a launch, by name. See launch_message.h for their order on
// the wire.
#pragma once

#include <vector>

#include "sandbox/launch/launch_request.h"
#include "sandbox/os/unique_fd.h"

namespace sandbox {

struct LaunchDescriptors {
  UniqueFd box_socket;  // the supervisor's end
  UniqueFd standard_output;
  UniqueFd standard_error;  // none: merged into standard output
  UniqueFd standard_input;  // none: a terminal, or /dev/null
  UniqueFd source_dir;      // none: the working folder starts empty
};

// Takes them from what came after the request itself. False if the count is not what `numbers`
// calls for.
bool TakeLaunchDescriptors(const LaunchNumbers& numbers, std::vector<UniqueFd> received,
                           LaunchDescriptors& descriptors);

}  // namespace sandbox
