// Refusals that depend on an argument of a system call, as a piece of classic BPF to be put in
// front of an allow-list.
//
// libseccomp cannot say "this call, except with this argument" in an allow-list: an unconditional
// rule swallows the conditional one. Arguments are compared in their low 32 bits, for that is all
// that the kernel looks at in those used here; a comparison of 64 bits could be passed by with a
// bit that the kernel then ignores.
#pragma once

#include <linux/filter.h>

#include <cstdint>
#include <optional>
#include <vector>

namespace sandbox {

struct Refusal {
  enum class When {
    kAnyBitOf,  // argument & values[0]
    kOneOf,     // argument is one of the values
    kNoneOf,    // argument is none of the values
  };
  int call = 0;  // of the native architecture; negative: unknown here, the refusal is passed over
  unsigned argument = 0;  // 0 to 5
  When when = When::kOneOf;
  std::vector<std::uint32_t> values;
  int error_number = 0;
  // Only where another argument has this value.
  struct Condition {
    unsigned argument = 0;
    std::uint32_t value = 0;
  };
  std::optional<Condition> only_if = std::nullopt;
};

// Returns SECCOMP_RET_ERRNO for what is refused and runs into the next instruction for everything
// else. audit_arch: AUDIT_ARCH_X86_64 and the like; calls of other architectures are let through to
// what follows.
std::vector<sock_filter> CompileRefusals(const std::vector<Refusal>& refusals,
                                         std::uint32_t audit_arch);

}  // namespace sandbox
