#include "checker/command_line/report_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include "sandbox/os/unique_fd.h"

namespace checker {
namespace {

namespace fs = std::filesystem;
using sandbox::ErrnoError;
using sandbox::Result;
using sandbox::UniqueFd;

Result<void> WriteAll(int fd, std::string_view contents, const std::string& path) {
  while (!contents.empty()) {
    const ssize_t written = write(fd, contents.data(), contents.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return ErrnoError("write " + path);
    contents.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

// mkstemp gives 0600; a report is as readable as any file that its writer creates.
mode_t PlainFileMode() {
  const mode_t mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

Result<void> WriteTemporary(int fd, std::string_view contents, const std::string& path) {
  if (auto written = WriteAll(fd, contents, path); !written) return written;
  if (fchmod(fd, PlainFileMode()) != 0) return ErrnoError("chmod " + path);
  return {};
}

fs::path RealPath(const fs::path& path) {
  std::error_code error;
  const auto real = fs::weakly_canonical(path, error);
  return error ? path : real;
}

bool IsBeneath(const fs::path& path, const fs::path& folder) {
  const auto [at, unused] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return at == folder.end();
}

// Where the rename has to go for a link to stay a link.
std::string Resolved(const std::string& path) {
  std::error_code error;
  const auto resolved = fs::canonical(path, error);
  return error ? path : resolved.string();
}

}  // namespace

bool IsReplaceable(const std::string& path, Owner owner) {
  struct stat status;
  return owner == Owner::kStudent || stat(path.c_str(), &status) != 0 || S_ISREG(status.st_mode);
}

Result<Owner> OwnerOf(const std::string& path, const std::string& submission) {
  if (submission.empty()) return Owner::kUser;
  const fs::path folder = fs::absolute(path).lexically_normal().parent_path();
  const fs::path given = fs::absolute(submission).lexically_normal();
  if (IsBeneath(RealPath(folder), RealPath(given))) return Owner::kStudent;
  if (!IsBeneath(folder, given)) return Owner::kUser;
  return sandbox::Error("write " + path, "a link in the submission leads out of it");
}

Result<void> ReplaceFile(const std::string& path, std::string_view contents, Owner owner) {
  if (!IsReplaceable(path, owner)) {
    const UniqueFd direct(open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (direct.get() < 0) return ErrnoError("open " + path);
    return WriteAll(direct.get(), contents, path);
  }
  const std::string target = owner == Owner::kStudent ? path : Resolved(path);
  std::string temporary = target + ".XXXXXX";
  const UniqueFd file(mkostemp(temporary.data(), O_CLOEXEC));
  if (file.get() < 0) return ErrnoError("create " + path);
  auto written = WriteTemporary(file.get(), contents, path);
  if (written && rename(temporary.c_str(), target.c_str()) != 0) {
    written = ErrnoError("rename to " + path);
  }
  if (!written) unlink(temporary.c_str());
  return written;
}

}  // namespace checker
