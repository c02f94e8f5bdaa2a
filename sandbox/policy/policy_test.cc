// What the policies refuse and admit, seen by programs that run under them.
#include "sandbox/policy/policy.h"

#include <signal.h>

#include <sstream>

#include "sandbox/testing/box_test_base.h"

namespace sandbox {
namespace {

using PolicyTest = BoxTest;

constexpr char kForbidden[] =
    "unshare: Operation not permitted\n"
    "clone into namespace: Operation not permitted\n"
    "clone3: Function not implemented\n"
    "mount: Operation not permitted\n"
    "bpf: Operation not permitted\n"
    "perf_event_open: Operation not permitted\n"
    "keyctl: Operation not permitted\n"
    "io_uring_setup: Function not implemented\n"
    "userfaultfd: Operation not permitted\n"
    "seccomp: Operation not permitted\n"
    "prctl set_seccomp: Operation not permitted\n"
    "prctl set_dumpable: Operation not permitted\n"
    "prctl set_dumpable, 64 bits: Operation not permitted\n"
    "prctl set_name: done\n"
    "personality linux32: Operation not permitted\n"
    "personality no randomization: done\n"
    "ioctl tiocsti: Operation not permitted\n"
    "ioctl tiocsti, 64 bits: Operation not permitted\n"
    "socket packet: Address family not supported by protocol\n"
    "socket vsock: Address family not supported by protocol\n"
    "socket alg: Address family not supported by protocol\n";

TEST_P(PolicyTest, ServerPolicyRefusesWhatServersDoNotNeed) {
  EXPECT_EQ(OutputOf({"./forbidden_calls"}),
            std::string(kForbidden) + "socket inet: done\nsocket inet6: done\n");
}

TEST_P(PolicyTest, BuildPolicyAdmitsNoSockets) {
  LaunchSpec spec = Spec({"./forbidden_calls"});
  spec.policy = BuildPolicy();
  Box box = Start(spec);
  EXPECT_EQ(ReadAll(box.standard_output()),
            std::string(kForbidden) +
                "socket inet: Address family not supported by protocol\n"
                "socket inet6: Address family not supported by protocol\n");
}

TEST_P(PolicyTest, ACallOfAnotherArchitectureKillsTheProcess) {
#if defined(__x86_64__)
  Box box = Start({"./other_architecture"});
  EXPECT_EQ(AwaitEnd(box), Termination(Signaled{SIGSYS}));
#endif
}

RUN_IN_EVERY_KIND_OF_BOX(PolicyTest);

TEST(PolicyBuilderTest, PoliciesAreCompiledOnce) {
  EXPECT_EQ(ServerPolicy().bpf, ServerPolicy().bpf);
  EXPECT_EQ(ServerPolicy().name, "server");
  EXPECT_EQ(BuildPolicy().name, "build");
}

TEST(PolicyBuilderTest, EveryStepAddsToTheFilter) {
  std::size_t base = PolicyBuilder().AllowBase().Build().value().bpf->size();
  std::size_t more = PolicyBuilder().AllowBase().AllowTcpServer().Build().value().bpf->size();
  EXPECT_LT(base, more);
  EXPECT_EQ(base % 8, 0u);  // sizeof(struct sock_filter)
}

}  // namespace
}  // namespace sandbox
