// The /etc of a box: a user "student", local names only, and what the host's tools need to find
// their libraries.
#pragma once

namespace sandbox {

// The program's user and group as the box sees them.
inline constexpr unsigned kBoxUser = 1000;

// In the current folder. Ends the process on failure (failure.h).
void MakeEtc();

}  // namespace sandbox
