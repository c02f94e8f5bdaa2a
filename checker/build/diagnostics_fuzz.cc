// Whatever a Makefile prints.
#include <cstdint>

#include "checker/build/build_output.h"
#include "checker/build/diagnostics.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string plain = checker::PlainText(text);
  if (plain.find('\x1b') != std::string::npos) __builtin_trap();
  if (checker::ParseDiagnostics(plain, {"server.c", "src/a.h"}).size() > 500) __builtin_trap();
  checker::UndefinedSymbols(plain);
  checker::HeadAndTail kept(64);
  kept.Add(text.substr(0, size / 3));
  kept.Add(text.substr(size / 3));
  if (kept.total() != size || kept.Text().size() > 64 + 60) __builtin_trap();
  return 0;
}
