#include "sandbox/launch/launcher/landlock.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

#include "sandbox/launch/launcher/failure.h"
#include "sandbox/os/unique_fd.h"

namespace sandbox {
namespace {

// Newer than the headers of the systems this is built on.
constexpr std::uint64_t kTruncate = 1ull << 14;          // ABI 3
constexpr std::uint64_t kScopeAbstractUnix = 1ull << 0;  // ABI 6
constexpr std::uint64_t kScopeSignal = 1ull << 1;        // ABI 6

struct RulesetAttributes {
  std::uint64_t handled_access_fs;
  std::uint64_t handled_access_net;
  std::uint64_t scoped;
};

constexpr std::uint64_t kReadFile = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE;
constexpr std::uint64_t kReadFolder = kReadFile | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kMakeDevices = LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK;
constexpr std::uint64_t kWriteFolder =
    LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |
    LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
    LANDLOCK_ACCESS_FS_MAKE_SYM;

// Rights that depend on the version: a right that the kernel does not know must not be asked for.
std::uint64_t WriteFile(int abi) {
  return LANDLOCK_ACCESS_FS_WRITE_FILE | (abi >= 3 ? kTruncate : 0);
}
std::uint64_t Refer(int abi) { return abi >= 2 ? LANDLOCK_ACCESS_FS_REFER : 0; }

UniqueFd MakeRuleset(int abi) {
  RulesetAttributes attributes{};
  attributes.handled_access_fs =
      kReadFolder | kWriteFolder | kMakeDevices | WriteFile(abi) | Refer(abi);
  if (abi >= 6) attributes.scoped = kScopeAbstractUnix | kScopeSignal;
  std::size_t size = abi >= 6 ? sizeof attributes : offsetof(RulesetAttributes, handled_access_net);
  return UniqueFd(
      Must("make Landlock ruleset", syscall(SYS_landlock_create_ruleset, &attributes, size, 0)));
}

void Allow(int ruleset, const std::string& path, std::uint64_t for_file, std::uint64_t for_folder) {
  std::string step = "add Landlock rule for " + path;
  UniqueFd place(open(path.c_str(), O_PATH | O_CLOEXEC));
  if (!place) return;  // what is not there, or not reachable, needs no right
  struct stat info;
  Must(step, fstat(place.get(), &info));
  landlock_path_beneath_attr rule{};
  rule.allowed_access = S_ISDIR(info.st_mode) ? for_file | for_folder : for_file;
  rule.parent_fd = place.get();
  Must(step, syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0));
}

}  // namespace

FileRights HostFiles() {
  return {
      .readable = {"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/proc",
                   "/sys/devices/system/cpu"},
      .writable = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/shm",
                   "/dev/pts", "/dev/ptmx"},
  };
}

void RestrictFiles(const FileRights& rights) {
  int abi = LandlockAbi();
  UniqueFd ruleset = MakeRuleset(abi);
  for (const std::string& path : rights.readable)
    Allow(ruleset.get(), path, kReadFile, kReadFolder);
  for (const std::string& path : rights.writable) {
    Allow(ruleset.get(), path, kReadFile | WriteFile(abi), kReadFolder | kWriteFolder | Refer(abi));
  }
  Must("restrict files", syscall(SYS_landlock_restrict_self, ruleset.get(), 0));
}

int LandlockAbi() {
  long abi = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return abi < 0 ? 0 : static_cast<int>(abi);
}

}  // namespace sandbox
