// The architecture this is built for, as seccomp filters name it. seccomp(2).
#pragma once

#include <linux/audit.h>

#include <cstdint>

namespace sandbox {

#if defined(__x86_64__)
inline constexpr std::uint32_t kNativeAuditArch = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
inline constexpr std::uint32_t kNativeAuditArch = AUDIT_ARCH_AARCH64;
#else
#error "say which AUDIT_ARCH_ this is"
#endif

}  // namespace sandbox
