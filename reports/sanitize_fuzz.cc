// Whatever a server sends becomes text that no terminal, parser or log takes for anything else.
#include <cstdint>
#include <nlohmann/json.hpp>

#include "reports/report.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const std::size_t most : {32u, 100u, 100'000u}) {
    const std::string text = reports::Sanitized(bytes, most);
    if (text.size() > most || reports::Sanitized(text, most) != text) __builtin_trap();
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if ((byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f) __builtin_trap();
    }
    nlohmann::json(text).dump();  // throws where it is no UTF-8
  }
  return 0;
}
