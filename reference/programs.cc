#include "reference/programs.h"

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "checker/grade_submission.h"
#include "checker/intake/assignment_by_name.h"
#include "checker/intake/submission_reader.h"
#include "reference/command.h"

namespace checker::reference {

namespace fs = std::filesystem;

fs::path Folder(const std::string& kind) { return fs::path(REFERENCE_DIR) / kind; }

std::vector<std::string> ProgramNames(const std::string& kind) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(Folder(kind))) {
    if (fs::exists(entry.path() / "expect.json")) names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> FaultNames() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(Folder("faulty"))) {
    if (entry.path().extension() == ".patch") names.push_back(entry.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string TestName(const std::string& program) {
  std::string name;
  for (const char c : program) {
    const bool fits = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (fits || (!name.empty() && name.back() != '_')) name += fits ? c : '_';
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  return name;
}

Copy::Copy(const fs::path& program)
    : parent_(TemporaryFolder::Make().value()),
      path_(fs::path(parent_.path()) / program.filename()) {
  fs::copy(program, path_, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  fs::remove(path_ / "expect.json");
}

bool Copy::Patch(const fs::path& file) const {
  return RunCommand({"patch", "--silent", "--strip=1", "--fuzz=0", "--no-backup-if-mismatch",
                     "--directory=" + path_.string(), "--input=" + file.string()}) == 0;
}

ScoreReport Grade(const Copy& copy, const std::string& assignment) {
  const auto submission = ReadSubmission(copy.path());
  if (!submission) throw std::runtime_error(submission.error().Text());
  const auto asked = FindAssignment(assignment);
  if (!asked) throw std::runtime_error(asked.error().Text());
  auto report = GradeSubmission(*submission, *asked, GradeOptions());
  if (!report) throw std::runtime_error(report.error().Text());
  return std::move(*report);
}

}  // namespace checker::reference
