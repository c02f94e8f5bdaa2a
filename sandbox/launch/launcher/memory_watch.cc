#include "sandbox/launch/launcher/memory_watch.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "sandbox/os/pidfd.h"
#include "sandbox/os/reading_as.h"
#include "sandbox/os/unique_fd.h"

namespace sandbox {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

constexpr milliseconds kInterval{50};
// A look at a host with thousands of processes takes milliseconds; it is to take a twentieth of the
// time at most.
constexpr int kShareOfTime = 20;

std::string ReadFile(int proc_dir, const char* path) {
  std::string text;
  UniqueFd file(openat(proc_dir, path, O_RDONLY | O_CLOEXEC));
  char part[4096];
  ssize_t size;
  while (file && (size = read(file.get(), part, sizeof part)) > 0)
    text.append(part, static_cast<std::size_t>(size));
  return text;
}

std::string ReadFileOf(int proc_dir, pid_t pid, const char* name) {
  char path[64];
  std::snprintf(path, sizeof path, "%d/%s", static_cast<int>(pid), name);
  return ReadFile(proc_dir, path);
}

// Resident without what files back. Processes that share pages after fork(2) each count them.
std::uint64_t ResidentBytes(int proc_dir, pid_t pid) {
  static const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  std::uint64_t resident = 0, of_files = 0;
  const std::string statm = ReadFileOf(proc_dir, pid, "statm");
  if (std::sscanf(statm.c_str(), "%*u %lu %lu", &resident, &of_files) != 2) return 0;
  return (resident - std::min(resident, of_files)) * page;
}

// "Pss_Anon:   1234 kB", which shares what is shared. A process that cannot be read, because it has
// made itself so, counts whole.
std::uint64_t ProportionalBytes(int proc_dir, pid_t pid) {
  const std::string rollup = ReadFileOf(proc_dir, pid, "smaps_rollup");
  const char* line = std::strstr(rollup.c_str(), "\nPss_Anon:");
  if (line == nullptr) return ResidentBytes(proc_dir, pid);
  return std::strtoull(line + std::strlen("\nPss_Anon:"), nullptr, 10) * 1024;
}

// System V segments live without a process: the resident bytes of the user's. proc(5).
std::uint64_t SegmentBytes(int proc_dir, uid_t user) {
  const std::string table = ReadFile(proc_dir, "sysvipc/shm");
  std::uint64_t bytes = 0;
  for (std::size_t at = table.find('\n'); at != std::string::npos; at = table.find('\n', at + 1)) {
    unsigned owner = 0;
    unsigned long resident = 0;
    if (std::sscanf(table.c_str() + at + 1,
                    "%*d %*d %*o %*u %*u %*u %*u %u %*u %*u %*u %*u %*u %*u %lu", &owner,
                    &resident) == 2 &&
        owner == user) {
      bytes += resident;
    }
  }
  return bytes;
}

}  // namespace

MemoryWatch::MemoryWatch(std::uint64_t bytes, Box box)
    : bytes_(bytes), box_(std::move(box)), next_(Clock::now() + kInterval) {}

int MemoryWatch::PollTimeout() const {
  if (bytes_ == 0) return -1;
  const auto left = std::chrono::ceil<milliseconds>(next_ - Clock::now());
  return static_cast<int>(std::max(left, milliseconds(0)).count());
}

bool MemoryWatch::LookIfDue() {
  const auto start = Clock::now();
  if (bytes_ == 0 || start < next_) return false;
  const bool killed = Look();
  const auto took = Clock::now() - start;
  next_ = Clock::now() + std::max<Clock::duration>(kInterval, kShareOfTime * took);
  return killed;
}

bool MemoryWatch::Look() {
  const std::vector<pid_t> pids = box_.processes();
  const std::uint64_t segments = SegmentBytes(box_.proc_dir, box_.user.value_or(getuid()));
  std::uint64_t sum = segments;
  for (pid_t pid : pids) sum += ResidentBytes(box_.proc_dir, pid);
  if (sum <= bytes_) return false;
  // The exact sum costs more, and is needed before anybody is blamed.
  const ReadingAs its_user(box_.user);
  sum = segments;
  pid_t largest = 0;
  std::uint64_t most = 0;
  for (pid_t pid : pids) {
    const std::uint64_t bytes = ProportionalBytes(box_.proc_dir, pid);
    sum += bytes;
    if (bytes < most) continue;
    most = bytes;
    largest = pid;
  }
  if (sum <= bytes_ || largest == 0) return false;
  UniqueFd pidfd = OpenPidfd(largest);
  const std::vector<pid_t> still = box_.processes();  // only now can it not become another one
  return pidfd && std::find(still.begin(), still.end(), largest) != still.end() &&
         SendSignal(pidfd.get(), SIGKILL) == 0;
}

}  // namespace sandbox
