// The reference programs as the tests need them: their names, and copies of them to grade.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "checker/build/build.h"
#include "checker/model/score_report.h"

namespace checker::reference {

// "correct", "faulty" or "shapes" -> that folder.
std::filesystem::path Folder(const std::string& kind);

// Sorted: what has an expect.json in `kind` ("correct", "shapes"), and the patches without
// ".patch".
std::vector<std::string> ProgramNames(const std::string& kind);
std::vector<std::string> FaultNames();

// A program's name as a test's name, which knows letters, digits and '_' only.
std::string TestName(const std::string& program);

// A copy as a student would hand it in, without expect.json. The folder keeps its name.
class Copy {
 public:
  explicit Copy(const std::filesystem::path& program);
  const std::filesystem::path& path() const { return path_; }

  // Applies FILE by patch(1). False if a hunk does not fit exactly.
  bool Patch(const std::filesystem::path& file) const;

 private:
  TemporaryFolder parent_;
  std::filesystem::path path_;
};

// Throws std::runtime_error where the checker failed. assignment: "auto" or one of those that are
// shipped.
ScoreReport Grade(const Copy& copy, const std::string& assignment = "auto");

}  // namespace checker::reference
