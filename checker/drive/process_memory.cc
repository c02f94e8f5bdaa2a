#include "checker/drive/process_memory.h"

#include <cstdlib>

#include "checker/probe/proc_tasks.h"
#include "sandbox/os/reading_as.h"

namespace checker {
namespace {

// The number behind the key at the beginning of a line: "VmData:\t     344 kB".
std::optional<std::int64_t> NumberBehind(const std::string& text, const std::string& key) {
  const std::size_t at = text.find("\n" + key + ":");
  if (at == std::string::npos) return std::nullopt;
  return std::strtoll(text.c_str() + at + key.size() + 2, nullptr, 10);
}

}  // namespace

void CountMemory(Session& session, const std::string& label) {
  const sandbox::ReadingAs its_user(session.box().reading_user());
  for (const int pid : session.Seen().LivePids()) {
    const std::string of = " of " + std::to_string(pid);
    const auto count = [&](const char* file, const char* key, const char* name) {
      const std::string path = std::to_string(session.Seen().LiveTask(pid)) + file;
      const auto text = ReadProcFile(session.box().proc_dir(), path.c_str());
      const auto number = text ? NumberBehind(*text, key) : std::nullopt;
      if (number) session.Count(label + ": " + name + of, *number);
    };
    count("/status", "VmData", "data");
    count("/status", "VmSize", "size");
    count("/smaps_rollup", "Private_Dirty", "dirty");
  }
}

}  // namespace checker
