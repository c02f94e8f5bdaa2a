#include "sandbox/policy/refusals.h"

#include <gtest/gtest.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstring>

#include "sandbox/policy/native_arch.h"

namespace sandbox {
namespace {

constexpr std::uint32_t kAllow = SECCOMP_RET_ALLOW;

// What the kernel's interpreter of classic BPF would return, for the instructions that filters use.
std::uint32_t Interpret(std::vector<sock_filter> code, const seccomp_data& data) {
  code.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  std::uint32_t a = 0;
  for (std::size_t pc = 0; pc < code.size(); ++pc) {
    const sock_filter& at = code[pc];
    switch (at.code) {
      case BPF_LD | BPF_W | BPF_ABS:
        std::memcpy(&a, reinterpret_cast<const char*>(&data) + at.k, sizeof a);
        break;
      case BPF_JMP | BPF_JEQ | BPF_K: pc += a == at.k ? at.jt : at.jf; break;
      case BPF_JMP | BPF_JSET | BPF_K: pc += (a & at.k) != 0 ? at.jt : at.jf; break;
      case BPF_JMP | BPF_JA: pc += at.k; break;
      case BPF_RET | BPF_K: return at.k;
      default: ADD_FAILURE() << "unexpected instruction " << at.code; return 0;
    }
  }
  ADD_FAILURE() << "ran past the end";
  return 0;
}

std::uint32_t Outcome(const Refusal& refusal, int call, std::uint64_t argument) {
  seccomp_data data{};
  data.nr = call;
  data.arch = kNativeAuditArch;
  data.args[refusal.argument] = argument;
  // Between two others, so that a jump that goes too far shows.
  Refusal other{SYS_getppid, 0, Refusal::When::kNoneOf, {}, EDOM};
  return Interpret(CompileRefusals({other, refusal, other}, kNativeAuditArch), data);
}

constexpr std::uint32_t Errno(int number) {
  return SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(number);
}

TEST(RefusalsTest, OneOfRefusesTheNamedValuesOnly) {
  Refusal refusal{SYS_prctl, 0, Refusal::When::kOneOf, {4, 22, 40}, EPERM};
  for (std::uint64_t value : {4, 22, 40})
    EXPECT_EQ(Outcome(refusal, SYS_prctl, value), Errno(EPERM));
  for (std::uint64_t value : {0, 5, 41}) EXPECT_EQ(Outcome(refusal, SYS_prctl, value), kAllow);
  EXPECT_EQ(Outcome(refusal, SYS_read, 4), kAllow);
}

TEST(RefusalsTest, NoneOfRefusesAllOtherValues) {
  Refusal refusal{SYS_socket, 0, Refusal::When::kNoneOf, {2, 10}, EAFNOSUPPORT};
  for (std::uint64_t value : {2, 10}) EXPECT_EQ(Outcome(refusal, SYS_socket, value), kAllow);
  for (std::uint64_t value : {0, 1, 17})
    EXPECT_EQ(Outcome(refusal, SYS_socket, value), Errno(EAFNOSUPPORT));
}

TEST(RefusalsTest, NoneOfNothingRefusesAlways) {
  Refusal refusal{SYS_socket, 0, Refusal::When::kNoneOf, {}, EPERM};
  EXPECT_EQ(Outcome(refusal, SYS_socket, 2), Errno(EPERM));
  EXPECT_EQ(Outcome(refusal, SYS_read, 2), kAllow);
}

TEST(RefusalsTest, AnyBitOfRefusesWhatSharesABit) {
  Refusal refusal{SYS_clone, 0, Refusal::When::kAnyBitOf, {0x30}, EPERM};
  EXPECT_EQ(Outcome(refusal, SYS_clone, 0x10 | 17), Errno(EPERM));
  EXPECT_EQ(Outcome(refusal, SYS_clone, 17),
            Errno(EPERM));  // SIGCHLD shares 0x10: that is what the caller asked for
  EXPECT_EQ(Outcome(refusal, SYS_clone, 0x0f), kAllow);
}

TEST(RefusalsTest, AConditionLeavesOtherValuesOfItsArgumentAlone) {
  Refusal refusal{SYS_socket, 2, Refusal::When::kNoneOf, {0}, EPERM, Refusal::Condition{0, 16}};
  const auto outcome = [&](std::uint64_t family, std::uint64_t protocol) {
    seccomp_data data{};
    data.nr = SYS_socket;
    data.arch = kNativeAuditArch;
    data.args[0] = family;
    data.args[2] = protocol;
    return Interpret(CompileRefusals({refusal, refusal}, kNativeAuditArch), data);
  };
  EXPECT_EQ(outcome(16, 4), Errno(EPERM));
  EXPECT_EQ(outcome(16, 0), kAllow);
  EXPECT_EQ(outcome(2, 4), kAllow);
}

TEST(RefusalsTest, BitsThatTheKernelIgnoresDoNotHelp) {
  Refusal refusal{SYS_ioctl, 1, Refusal::When::kOneOf, {0x5412}, EPERM};
  EXPECT_EQ(Outcome(refusal, SYS_ioctl, (1ull << 32) | 0x5412), Errno(EPERM));
}

TEST(RefusalsTest, AnotherArchitectureIsLeftToWhatFollows) {
  Refusal refusal{SYS_socket, 0, Refusal::When::kNoneOf, {}, EPERM};
  seccomp_data data{};
  data.nr = SYS_socket;
  data.arch = kNativeAuditArch ^ 1;
  EXPECT_EQ(Interpret(CompileRefusals({refusal}, kNativeAuditArch), data), kAllow);
}

TEST(RefusalsTest, AnUnknownCallIsPassedOver) {
  EXPECT_EQ(CompileRefusals({{-1, 0, Refusal::When::kNoneOf, {}, EPERM}}, kNativeAuditArch).size(),
            3u);
}

}  // namespace
}  // namespace sandbox
