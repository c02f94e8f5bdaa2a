// What a program may ask of the kernel, as a value: a compiled seccomp filter with words for what
// it does.
//
//   Policy policy = PolicyBuilder().AllowBase().AllowTcpServer().Build("server").value();
//
// Calls that no step admits return ENOSYS, so that programs fall back to older ones; calls that are
// refused on purpose return EPERM (sockets of other families: EAFNOSUPPORT), also where a step
// admits them; a system call of another architecture (int 0x80, x32) kills the process. clone3 is
// always ENOSYS, because no filter can see its flags.
//
// Compiled by libseccomp in the parent (1 ms); the launcher installs the bytes with seccomp(2).
// What protects the checker from the program is above all the namespaces and the separate user; the
// filter makes the kernel's surface small and holds where they are missing.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/os/result.h"

namespace sandbox {

struct Policy {
  std::string name;
  // array of struct sock_filter; null: no filter
  std::shared_ptr<const std::vector<std::uint8_t>> bpf;
};

// Each step adds system calls, which call_lists.cc names; the order of the steps does not matter.
class PolicyBuilder {
 public:
  // What every program does: start, memory, files, directories, polling, pipes, time, its own
  // signals, ids and limits.
  PolicyBuilder& AllowBase();
  // fork, vfork, clone without new namespaces, execve, wait, kill, sessions and groups, scheduling
  // of itself, shared memory, semaphores and message queues.
  PolicyBuilder& AllowThreadsAndProcesses();
  // Sockets of the families AF_INET, AF_INET6, AF_UNIX, and AF_NETLINK for getaddrinfo(3) and
  // getifaddrs(3).
  PolicyBuilder& AllowTcpServer();
  // What compilers, make, cmake and the virtual machines of languages do besides: AF_UNIX pairs,
  // change of ids (make sets its own), FIFOs, owners and times of files. No sockets to anywhere.
  PolicyBuilder& AllowCompiler();
  // ptrace and process_vm_readv: LeakSanitizer, which every -fsanitize=address brings along, stops
  // threads with it and else ends the program with an error. A pid namespace, a user of its own or
  // Landlock keeps it to the program's own processes; where there is none of them, the launcher
  // refuses it.
  PolicyBuilder& AllowTracing();

  // An Error only if libseccomp fails.
  Result<Policy> Build(std::string name = "custom") const;

 private:
  void Allow(const std::vector<std::string_view>& calls);

  std::vector<std::string_view> allowed_;
  std::vector<std::uint32_t> families_;  // for socket(2)
};

// For servers and clients: base, threads and processes, TCP server, tracing. Compiled once.
const Policy& ServerPolicy();
// For compilers and build tools: base, threads and processes, compiler, tracing. Compiled once.
const Policy& BuildPolicy();

}  // namespace sandbox
