#include "checker/build/placed_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "checker/intake/tree.h"

namespace checker {
namespace {

using sandbox::ErrnoError;
using sandbox::Error;
using sandbox::Result;

constexpr std::uint64_t kLargestFile = 64ull << 20;

Result<void> PlaceFolder(const std::string& path, const std::string& target) {
  const auto from = OpenFolder(path);
  if (!from) return from.error();
  const auto tree = ListTree(from->get(), {});
  if (!tree) return tree.error();
  if (!tree->exceeded.empty()) return Error("place " + path, "it " + tree->exceeded);
  std::error_code error;
  std::filesystem::create_directory(target, error);
  if (error) return Error("place " + path, error.message());
  const auto to = OpenFolder(target);
  if (!to) return to.error();
  return CopyTree(from->get(), tree->entries, to->get());
}

Result<void> PlaceFile(const std::string& path, const std::string& folder) {
  const auto parent = OpenFolder(path.substr(0, path.rfind('/') + 1));
  if (!parent) return parent.error();
  const auto to = OpenFolder(folder);
  if (!to) return to.error();
  struct stat status = {};
  if (stat(path.c_str(), &status) != 0) return ErrnoError("read " + path);
  TreeEntry file{.path = LastName(path), .executable = (status.st_mode & S_IXUSR) != 0};
  std::error_code error;
  std::filesystem::remove_all(folder + "/" + file.path, error);
  if (error) return Error("replace " + file.path, error.message());
  if (S_ISDIR(status.st_mode)) return PlaceFolder(path, folder + "/" + file.path);
  return CopyFileBeneath(parent->get(), file, to->get(), kLargestFile);
}

}  // namespace

Result<void> PlaceFiles(const std::vector<std::string>& files, const std::string& folder) {
  for (const std::string& path : files) {
    if (auto placed = PlaceFile(path, folder); !placed) return placed;
  }
  return {};
}

Result<void> PlaceText(int folder, const std::string& path, std::string_view text) {
  const sandbox::UniqueFd file(
      ::openat(folder, path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
  if (!file) return ErrnoError("write " + path);
  ::fchmod(file.get(), 0644);  // whatever the umask says: the box's user has to read it
  while (!text.empty()) {
    const ssize_t written = ::write(file.get(), text.data(), text.size());
    if (written < 0) return ErrnoError("write " + path);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> KeepFolder(const std::string& folder, const std::string& target) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::exists(target, error))
    return Error("keep the built submission in " + target, "it is there already");
  fs::create_directories(fs::path(target).parent_path(), error);
  if (!error)
    fs::copy(folder, target, fs::copy_options::recursive | fs::copy_options::copy_symlinks, error);
  if (error) return Error("keep the built submission in " + target, error.message());
  return {};
}

}  // namespace checker
