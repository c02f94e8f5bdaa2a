// An assignment file of any content is read or refused, and nothing else happens.
#include <cstdint>

#include "checker/intake/assignment_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = checker::ReadAssignmentText(text, "/assignment.json", "/");
  if (!read && read.error().Text().empty()) __builtin_trap();
  return 0;
}
