#include "sandbox/policy/policy.h"

#include <errno.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "sandbox/os/unique_fd.h"
#include "sandbox/policy/call_lists.h"
#include "sandbox/policy/native_arch.h"
#include "sandbox/policy/refusals.h"

namespace sandbox {
namespace {

constexpr std::uint32_t kNewNamespaces = CLONE_NEWCGROUP | CLONE_NEWIPC | CLONE_NEWNET |
                                         CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUSER | CLONE_NEWUTS;
constexpr std::uint32_t kQueryPersonality = 0xffffffff;

int NumberOf(std::string_view call) {
  return seccomp_syscall_resolve_name(std::string(call).c_str());
}

Refusal RefuseUnlessZero(std::string_view call, unsigned argument) {
  return {NumberOf(call), argument, Refusal::When::kNoneOf, {0}, EPERM};
}

Refusal SocketProtocols(std::uint32_t family, std::vector<std::uint32_t> protocols) {
  return {NumberOf("socket"),     2,
          Refusal::When::kNoneOf, std::move(protocols),
          EPROTONOSUPPORT,        Refusal::Condition{0, family}};
}

// What the admitted calls must not be used for.
std::vector<Refusal> Refusals(const std::vector<std::uint32_t>& families) {
  using When = Refusal::When;
  std::vector<Refusal> refusals{
      {NumberOf("clone"), 0, When::kAnyBitOf, {kNewNamespaces}, EPERM},
      // Bytes put into somebody's terminal as if typed, or pasted.
      {NumberOf("ioctl"), 1, When::kOneOf, {TIOCSTI, TIOCLINUX}, EPERM},
      // A filter of its own would hide calls from an observer's; an undumpable process hides its
      // descriptors.
      {NumberOf("prctl"), 0, When::kOneOf, {PR_SET_SECCOMP, PR_SET_DUMPABLE}, EPERM},
      {NumberOf("personality"), 0, When::kNoneOf, {0, ADDR_NO_RANDOMIZE, kQueryPersonality}, EPERM},
  };
  // Of a program's own process only: with the same uid the kernel would allow them on the
  // checker's.
  for (const char* call : {"prlimit64", "sched_setaffinity", "sched_setattr", "sched_setparam",
                           "sched_setscheduler"}) {
    refusals.push_back(RefuseUnlessZero(call, 0));
  }
  for (const char* call : {"setpriority", "ioprio_set"})
    refusals.push_back(RefuseUnlessZero(call, 1));
  // 0 is also "all processes of my user".
  constexpr std::uint32_t kIoprioWhoUser = 3;  // ioprio_set(2); no header names it
  refusals.push_back({NumberOf("setpriority"), 0, When::kOneOf, {PRIO_USER}, EPERM});
  refusals.push_back({NumberOf("ioprio_set"), 0, When::kOneOf, {kIoprioWhoUser}, EPERM});
  // Of netlink only routes, which getaddrinfo(3) and getifaddrs(3) ask for; of IP what servers
  // speak. Each other protocol is a module of the kernel that a program could have loaded.
  refusals.push_back(SocketProtocols(AF_NETLINK, {NETLINK_ROUTE}));
  for (const std::uint32_t family : {AF_INET, AF_INET6}) {
    refusals.push_back(SocketProtocols(
        family, {IPPROTO_IP, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_ICMP, IPPROTO_ICMPV6}));
  }
  // Without a family every socket is refused, with words that programs expect.
  refusals.push_back({NumberOf("socket"), 0, When::kNoneOf, families, EAFNOSUPPORT});
  return refusals;
}

// Owns a filter that libseccomp builds.
class Filter {
 public:
  Filter() : context_(seccomp_init(SCMP_ACT_ERRNO(ENOSYS))) {}
  ~Filter() {
    if (context_ != nullptr) seccomp_release(context_);
  }
  Filter(const Filter&) = delete;

  bool SetAttributes() {
    return context_ != nullptr &&
           // The default kills only the thread, and the rest of the process lives on.
           seccomp_attr_set(context_, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 &&
           // A tree instead of a list of 300 comparisons; older libraries do without.
           (seccomp_attr_set(context_, SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0 || true);
  }

  bool Add(std::uint32_t action, std::string_view call) {
    int number = NumberOf(call);
    // Negative: unknown to the library, or another architecture's.
    return number < 0 || seccomp_rule_add(context_, action, number, 0) == 0;
  }

  bool Export(std::vector<std::uint8_t>& bytes) {
    UniqueFd file(memfd_create("bpf", MFD_CLOEXEC));
    if (!file || seccomp_export_bpf(context_, file.get()) < 0) return false;
    off_t size = lseek(file.get(), 0, SEEK_END);
    if (size <= 0) return false;
    std::size_t start = bytes.size();
    bytes.resize(start + static_cast<std::size_t>(size));
    return pread(file.get(), bytes.data() + start, static_cast<std::size_t>(size), 0) == size;
  }

 private:
  scmp_filter_ctx context_;
};

Policy BuildOrAbort(const PolicyBuilder& builder, const char* name) {
  return builder.Build(name).value();
}

}  // namespace

void PolicyBuilder::Allow(const std::vector<std::string_view>& calls) {
  allowed_.insert(allowed_.end(), calls.begin(), calls.end());
}

PolicyBuilder& PolicyBuilder::AllowBase() {
  Allow(BaseCalls());
  return *this;
}

PolicyBuilder& PolicyBuilder::AllowThreadsAndProcesses() {
  Allow(ProcessCalls());
  return *this;
}

PolicyBuilder& PolicyBuilder::AllowTcpServer() {
  Allow(SocketCalls());
  families_ = {AF_INET, AF_INET6, AF_UNIX, AF_NETLINK};
  return *this;
}

PolicyBuilder& PolicyBuilder::AllowCompiler() {
  Allow(CompilerCalls());
  return *this;
}

PolicyBuilder& PolicyBuilder::AllowTracing() {
  Allow(TracingCalls());
  return *this;
}

Result<Policy> PolicyBuilder::Build(std::string name) const {
  const Error failed("compile seccomp filter", "libseccomp refuses");
  std::set<std::string_view> allowed(allowed_.begin(), allowed_.end());
  Filter filter;
  bool built = filter.SetAttributes();
  for (std::string_view call : allowed) built = built && filter.Add(SCMP_ACT_ALLOW, call);
  for (std::string_view call : RefusedCalls()) {
    if (!allowed.contains(call)) built = built && filter.Add(SCMP_ACT_ERRNO(EPERM), call);
  }
  std::vector<sock_filter> refusals = CompileRefusals(Refusals(families_), kNativeAuditArch);
  const auto* first = reinterpret_cast<const std::uint8_t*>(refusals.data());
  auto bytes = std::make_shared<std::vector<std::uint8_t>>(
      first, first + refusals.size() * sizeof(sock_filter));
  if (!built || !filter.Export(*bytes)) return failed;
  if (bytes->size() / sizeof(sock_filter) > BPF_MAXINSNS)
    return Error("compile seccomp filter", "too long");
  return Policy{.name = std::move(name), .bpf = std::move(bytes)};
}

const Policy& ServerPolicy() {
  static const Policy policy = BuildOrAbort(
      PolicyBuilder().AllowBase().AllowThreadsAndProcesses().AllowTcpServer().AllowTracing(),
      "server");
  return policy;
}

const Policy& BuildPolicy() {
  static const Policy policy = BuildOrAbort(
      PolicyBuilder().AllowBase().AllowThreadsAndProcesses().AllowCompiler().AllowTracing(),
      "build");
  return policy;
}

}  // namespace sandbox
