// What stands in /proc about a process that chooses its own name.
#include <cstdint>

#include "checker/probe/proc_tasks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  checker::RawTask task;
  checker::ParseStat(text, &task);
  checker::ParseSchedstat(text, &task);
  checker::ParseSyscall(text);
  return 0;
}
