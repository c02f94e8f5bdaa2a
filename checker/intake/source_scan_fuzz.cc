// Whatever a student calls a source.
#include <cstdint>

#include "checker/intake/source_scan.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const auto language : {checker::Language::kC, checker::Language::kCpp}) {
    checker::ScanSource(text, language);
  }
  return 0;
}
