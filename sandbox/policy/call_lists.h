// The system calls behind each step of a PolicyBuilder, by name. From systemd's @system-service
// (src/shared/seccomp-util.c) without what needs a privilege, and with what traces of compilers, C
// libraries and sanitizers have shown. A name that libseccomp or the architecture does not know is
// passed over.
#pragma once

#include <string_view>
#include <vector>

namespace sandbox {

const std::vector<std::string_view>& BaseCalls();
const std::vector<std::string_view>& ProcessCalls();
const std::vector<std::string_view>& SocketCalls();
const std::vector<std::string_view>& CompilerCalls();
const std::vector<std::string_view>& TracingCalls();

// Refused with EPERM, as the kernel itself answers those without privilege, and not with ENOSYS:
// programs that try are told the truth.
const std::vector<std::string_view>& RefusedCalls();

}  // namespace sandbox
