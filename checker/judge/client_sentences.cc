#include "checker/judge/client_sentences.h"

#include "checker/judge/sentences.h"

namespace checker {
namespace {

// For a client its connection is the only one.
std::string AsItsOwn(std::string text) {
  constexpr std::string_view kTheirs = "client 1's socket";
  for (auto at = text.find(kTheirs); at != text.npos; at = text.find(kTheirs))
    text.replace(at, kTheirs.size(), "its connection");
  return text;
}

}  // namespace

std::string DescribeClient(const Observation& seen) {
  if (!seen.end_status) return "It has not ended: " + AsItsOwn(DescribeTasks(seen));
  const std::string printed = seen.output_tail.empty()
                                  ? " and printed nothing"
                                  : ", having printed " + Quoted(seen.output_tail);
  return "It " + DescribeEnd(*seen.end_status) + printed;
}

std::optional<Verdict> FailUnlessClientEnded(const Observation& seen, const std::string& when) {
  if (seen.Burns()) {
    return Fail("It runs in circles " + when + ". " + DescribeClient(seen) + ".", Proof::kTimed);
  }
  if (!seen.Decided()) return Unresolved("It did not come to rest " + when + ".");
  if (!seen.end_status) return Fail("It hangs " + when + ". " + DescribeClient(seen) + ".");
  if ((*seen.end_status & 0x7f) != 0)
    return Fail("It " + DescribeEnd(*seen.end_status) + " " + when + ".", Proof::kEvent);
  return std::nullopt;
}

}  // namespace checker
