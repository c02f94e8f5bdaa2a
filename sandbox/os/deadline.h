// A moment after which waiting ends, on the steady clock. Made once at the top of an operation and
// handed down, so that an operation of many steps has one budget.
#pragma once

#include <algorithm>
#include <chrono>

namespace sandbox {

struct Deadline {
  using Clock = std::chrono::steady_clock;

  static Deadline After(std::chrono::milliseconds budget) {
    return Deadline{Clock::now() + budget};
  }

  bool passed() const { return Clock::now() >= at; }

  // Never negative. Rounded up, so that a wait of that length does not end before the moment.
  std::chrono::milliseconds remaining() const {
    auto left = std::chrono::ceil<std::chrono::milliseconds>(at - Clock::now());
    return std::max(left, std::chrono::milliseconds{0});
  }

  // For poll(2).
  int poll_timeout() const {
    return static_cast<int>(std::min<long long>(remaining().count(), 1 << 30));
  }

  Clock::time_point at;
};

}  // namespace sandbox
