#include "checker/intake/assignment_by_name.h"

#include <algorithm>
#include <filesystem>

#include "checker/intake/assignment_reader.h"

namespace checker {
namespace {

namespace fs = std::filesystem;
using sandbox::Error;
using sandbox::Result;

fs::path ShippedFolder() {
  std::error_code error;
  const fs::path installed = fs::path(ProjectFolder()) / "assignments";
  return fs::is_directory(installed, error) ? installed
                                            : fs::path(ProjectFolder()) / "testcases/assignments";
}

bool LooksLikeFile(const std::string& text) {
  return text.find('/') != text.npos || text.ends_with(".json");
}

}  // namespace

std::string ProjectFolder() {
  std::error_code error;
  const fs::path executable = fs::read_symlink("/proc/self/exe", error);
  const fs::path shared = executable.parent_path().parent_path() / "share/checker";
  if (!error && fs::is_directory(shared / "assignments", error)) return shared.string();
  return CHECKER_SOURCE_DIR;
}

std::vector<std::string> ShippedAssignments() {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(ShippedFolder(), error)) {
    if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<Assignment> FindAssignment(const std::string& name_or_file) {
  if (name_or_file == "auto") return Assignment();
  const fs::path shipped = ShippedFolder() / (name_or_file + ".json");
  std::error_code error;
  if (!LooksLikeFile(name_or_file) && fs::exists(shipped, error)) {
    return ReadAssignmentFile(shipped.string(), ProjectFolder());
  }
  if (LooksLikeFile(name_or_file) || fs::exists(name_or_file, error)) {
    return ReadAssignmentFile(name_or_file, ProjectFolder());
  }
  std::string names = "auto";
  for (const std::string& name : ShippedAssignments()) names += ", " + name;
  return Error("find the assignment " + name_or_file, "there are " + names + ", and files");
}

}  // namespace checker
