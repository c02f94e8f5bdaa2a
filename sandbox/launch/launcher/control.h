// The launcher's end of the control socket, once the box runs.
#pragma once

#include <chrono>

namespace sandbox {

inline constexpr std::chrono::milliseconds kKillBudget{5'000};

enum class Order { kKillAll, kCheckerGone };

// Blocks until there is one.
Order AwaitOrder(int control);

// error_number: 0, nothing of the box is left.
void ReportAllKilled(int control, int error_number);

}  // namespace sandbox
