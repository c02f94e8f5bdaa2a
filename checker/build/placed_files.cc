#include "checker/build/placed_files.h"

#include <sys/stat.h>

#include <cerrno>
#include <filesystem>

#include "checker/intake/tree.h"

namespace checker {
namespace {

using sandbox::ErrnoError;
using sandbox::Error;
using sandbox::Result;

constexpr std::uint64_t kLargestFile = 64ull << 20;

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
  return CopyFileBeneath(parent->get(), file, to->get(), kLargestFile);
}

}  // namespace

Result<void> PlaceFiles(const std::vector<std::string>& files, const std::string& folder) {
  for (const std::string& path : files) {
    if (auto placed = PlaceFile(path, folder); !placed) return placed;
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
