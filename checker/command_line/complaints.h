// How the program says that something is wrong, each with the exit code that goes with it.
#pragma once

#include <string>
#include <string_view>

#include "sandbox/os/result.h"

namespace checker {

int UsageError(const std::string& sentence);     // kExitUsage
int CheckerFailed(const sandbox::Error& error);  // kExitCheckerFailed

// 0, unless what was written to standard output could not be delivered (a full disk).
int Delivered();

// "; did you mean ...?" for a check that does not exist.
std::string DidYouMean(std::string_view written);

}  // namespace checker
