#include "sandbox/launch/launcher/separate_user.h"

#include <sys/random.h>
#include <unistd.h>

#include <cstdio>

#include "sandbox/launch/launcher/failure.h"

namespace sandbox {
namespace {

// Far above what distributions, LDAP and subuid ranges of today use; below 2^31, where signed
// programs stay right.
constexpr unsigned kFirst = 200'000'000;
constexpr unsigned kPids = 4'194'304;  // the largest kernel.pid_max
constexpr unsigned kBlocks = 400;
// For containers that map 65,536 ids only.
constexpr unsigned kFirstOfSmallRange = 32'768;
constexpr unsigned kSmallRange = 27'000;

bool IsMapped(unsigned uid) {
  FILE* map = std::fopen("/proc/self/uid_map", "re");
  if (map == nullptr) return false;
  unsigned inside, outside, count;
  bool found = false;
  while (!found && std::fscanf(map, "%u %u %u", &inside, &outside, &count) == 3) {
    found = uid >= inside && uid - inside < count;
  }
  std::fclose(map);
  return found;
}

}  // namespace

uid_t SeparateUser() {
  // The pid makes it unique among the boxes that run now; the block keeps containers that count
  // pids alike apart.
  auto pid = static_cast<unsigned>(getpid());
  unsigned block = 0;
  if (getrandom(&block, sizeof block, GRND_NONBLOCK) != sizeof block) block = 0;
  unsigned wide = kFirst + (block % kBlocks) * kPids + pid % kPids;
  if (IsMapped(wide)) return wide;
  unsigned narrow = kFirstOfSmallRange + pid % kSmallRange;
  if (!IsMapped(narrow)) Fail("find a user for the box", ENOENT);
  return narrow;
}

}  // namespace sandbox
