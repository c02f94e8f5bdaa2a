#include <cstdlib>
#include <filesystem>
#include <utility>

#include "checker/build/build.h"

namespace checker {

sandbox::Result<TemporaryFolder> TemporaryFolder::Make() {
  const char* parent = std::getenv("TMPDIR");
  std::string path = parent != nullptr && *parent != '\0' ? parent : "/tmp";
  path += "/checker-XXXXXX";
  if (mkdtemp(path.data()) == nullptr) return sandbox::ErrnoError("make a folder " + path);
  return TemporaryFolder(std::filesystem::absolute(path).string());
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept
    : path_(std::exchange(other.path_, "")) {}

TemporaryFolder& TemporaryFolder::operator=(TemporaryFolder&& other) noexcept {
  std::swap(path_, other.path_);  // other removes what was ours
  return *this;
}

TemporaryFolder::~TemporaryFolder() {
  if (path_.empty()) return;
  std::error_code ignored;  // nobody is left to tell
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace checker
