// What an instrumented program has printed, as findings: errors whose topmost frame, those of the
// sanitizer and of the C++ library's templates apart, lies in the submission's sources.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checker/model/check.h"

namespace checker {

struct SanitizerFinding {
  std::string kind;      // "stack-buffer-overflow", "data race", or UBSan's sentence
  std::string function;  // "" where it is not said
  std::string file;      // as a student names it: without the folder of the build
  int line = 0;

  std::string Text() const;  // "stack-buffer-overflow in echo(), server.c:48"
};

// In the order of the output, each place once.
std::vector<SanitizerFinding> ReadSanitizerReports(std::string_view output,
                                                   Instrumentation instrumentation);

}  // namespace checker
