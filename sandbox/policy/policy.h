// What a program may ask of the kernel, as a value: a compiled seccomp filter with words for what it does.
//
//   Policy policy = PolicyBuilder().AllowBase().AllowTcpServer().Build().value();
//
// Calls that no step admits return ENOSYS, so that programs fall back; calls that are refused on purpose return EPERM;
// a system call of another architecture (int 0x80, x32) kills the process. Compiled by libseccomp in the parent; the
// launcher installs the bytes with seccomp(2).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sandbox/os/result.h"

namespace sandbox {

struct Policy {
  std::string name;
  std::shared_ptr<const std::vector<std::uint8_t>> bpf;  // array of struct sock_filter
};

}  // namespace sandbox
