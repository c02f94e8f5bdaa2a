#include "sandbox/policy/refusals.h"

#include <linux/seccomp.h>

#include <bit>
#include <cstddef>

#include "sandbox/os/result.h"

namespace sandbox {
namespace {

static_assert(std::endian::native == std::endian::little,
              "the low half of an argument is taken to come first");

sock_filter Load(std::size_t offset) {
  return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<__u32>(offset));
}

sock_filter LoadArgument(unsigned argument) {
  return Load(offsetof(seccomp_data, args) + argument * sizeof(__u64));
}

sock_filter Jump(std::uint16_t how, std::uint32_t value, std::size_t if_true,
                 std::size_t if_false) {
  CHECK_INVARIANT(if_true < 256 && if_false < 256);
  return BPF_JUMP(static_cast<__u16>(BPF_JMP | how | BPF_K), value, static_cast<__u8>(if_true),
                  static_cast<__u8>(if_false));
}

// The test of the argument, then the refusal; runs past its end when the argument is none to
// refuse.
std::vector<sock_filter> CompileTest(const Refusal& refusal) {
  std::vector<sock_filter> code{LoadArgument(refusal.argument)};
  const auto& values = refusal.values;
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::size_t to_refusal =
        values.size() - 1 - i;  // instructions between this test and the refusal
    bool last = to_refusal == 0;
    std::uint16_t how = refusal.when == Refusal::When::kAnyBitOf ? BPF_JSET : BPF_JEQ;
    if (refusal.when == Refusal::When::kNoneOf) {
      code.push_back(Jump(how, values[i], to_refusal + 1, 0));
    } else {
      code.push_back(Jump(how, values[i], to_refusal, last ? 1 : 0));
    }
  }
  code.push_back(
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<__u32>(refusal.error_number)));
  if (refusal.only_if) {
    const sock_filter condition[] = {LoadArgument(refusal.only_if->argument),
                                     Jump(BPF_JEQ, refusal.only_if->value, 0, code.size())};
    code.insert(code.begin(), std::begin(condition), std::end(condition));
  }
  return code;
}

}  // namespace

std::vector<sock_filter> CompileRefusals(const std::vector<Refusal>& refusals,
                                         std::uint32_t audit_arch) {
  std::vector<sock_filter> body;
  for (const Refusal& refusal : refusals) {
    if (refusal.call < 0) continue;
    std::vector<sock_filter> test = CompileTest(refusal);
    body.push_back(Load(offsetof(seccomp_data, nr)));
    body.push_back(Jump(BPF_JEQ, static_cast<std::uint32_t>(refusal.call), 0, test.size()));
    body.insert(body.end(), test.begin(), test.end());
  }
  std::vector<sock_filter> code{
      Load(offsetof(seccomp_data, arch)),
      Jump(BPF_JEQ, audit_arch, 1, 0),
      BPF_STMT(BPF_JMP | BPF_JA, static_cast<__u32>(body.size())),
  };
  code.insert(code.end(), body.begin(), body.end());
  return code;
}

}  // namespace sandbox
