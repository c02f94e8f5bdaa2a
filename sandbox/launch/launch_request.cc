#include "sandbox/launch/launch_request.h"

#include <cstring>

namespace sandbox {
namespace {

constexpr std::uint32_t kRequestVersion = 2;

template <typename Pod>
void PutPod(std::string& out, const Pod& value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void PutString(std::string& out, std::string_view text) {
  PutPod(out, static_cast<std::uint32_t>(text.size()));
  out.append(text);
}

void PutStrings(std::string& out, const std::vector<std::string>& strings) {
  PutPod(out, static_cast<std::uint32_t>(strings.size()));
  for (const std::string& text : strings) PutString(out, text);
}

// Reads from the front of `rest`; false when it is too short.
template <typename Pod>
bool TakePod(std::string_view& rest, Pod& value) {
  if (rest.size() < sizeof value) return false;
  std::memcpy(&value, rest.data(), sizeof value);
  rest.remove_prefix(sizeof value);
  return true;
}

bool TakeString(std::string_view& rest, std::string& text) {
  std::uint32_t size;
  if (!TakePod(rest, size) || rest.size() < size) return false;
  text.assign(rest.substr(0, size));
  rest.remove_prefix(size);
  return true;
}

bool TakeStrings(std::string_view& rest, std::vector<std::string>& strings) {
  std::uint32_t count;
  if (!TakePod(rest, count)) return false;
  for (std::uint32_t i = 0; i < count; ++i) {
    std::string text;
    if (!TakeString(rest, text)) return false;
    strings.push_back(std::move(text));
  }
  return true;
}

}  // namespace

std::string Encode(const LaunchRequest& request) {
  std::string out;
  PutPod(out, kRequestVersion);
  PutPod(out, request.numbers);
  PutString(out, request.temporary_folder);
  PutStrings(out, request.argv);
  PutStrings(out, request.environment);
  PutString(out, request.bpf);
  PutString(out, request.port_address);
  return out;
}

std::optional<LaunchRequest> DecodeLaunchRequest(std::string_view bytes) {
  LaunchRequest request;
  std::uint32_t version;
  if (!TakePod(bytes, version) || version != kRequestVersion) return std::nullopt;
  bool whole = TakePod(bytes, request.numbers) && TakeString(bytes, request.temporary_folder) &&
               TakeStrings(bytes, request.argv) && TakeStrings(bytes, request.environment) &&
               TakeString(bytes, request.bpf) && TakeString(bytes, request.port_address);
  if (!whole || !bytes.empty() || request.argv.empty()) return std::nullopt;
  return request;
}

}  // namespace sandbox
