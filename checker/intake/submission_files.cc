#include "checker/intake/submission_files.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace checker {
namespace {

using Kind = TreeEntry::Kind;

bool IsClutter(int parent, const TreeEntry& entry) {
  const auto name = LastName(entry.path);
  if (entry.kind == Kind::kFolder) {
    static constexpr std::array<std::string_view, 8> kFolders = {
        ".git", ".svn", ".hg", ".vscode", ".idea", ".vs", "__MACOSX", "CMakeFiles"};
    if (std::find(kFolders.begin(), kFolders.end(), name) != kFolders.end()) return true;
    struct stat status = {};
    return fstatat(parent, (name + "/CMakeCache.txt").c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
  }
  static constexpr std::array<std::string_view, 6> kEndings = {".o", ".obj", ".gch",
                                                               ".d", ".swp", "~"};
  return name == ".DS_Store" || name == "Thumbs.db" || name == "CMakeCache.txt" ||
         name.starts_with("._") ||
         std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

}  // namespace

sandbox::Result<Tree> ListSubmissionFiles(int folder) {
  return ListTree(folder, {.bytes = kLargestSubmission, .skip = IsClutter});
}

}  // namespace checker
