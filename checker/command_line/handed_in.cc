#include "checker/command_line/handed_in.h"

#include <filesystem>

#include "checker/intake/archive.h"
#include "checker/intake/submission_reader.h"

namespace checker {
namespace {

namespace fs = std::filesystem;
using sandbox::Result;

// "" where the submission is no archive, else the archive's path.
std::string ArchiveOf(const Submission& submission) {
  if (submission.not_buildable.empty() || submission.other_files.size() != 1) return "";
  const std::string& only = submission.other_files.front();
  if (!IsArchive(only)) return "";
  const bool in_folder = submission.kind == Submission::Kind::kFolder;
  const std::string path = in_folder ? submission.path + "/" + only : submission.path;
  std::error_code error;
  return fs::is_regular_file(fs::symlink_status(path, error)) ? path : "";
}

Result<HandedIn> OpenArchive(Submission outside, const std::string& archive) {
  auto folder = TemporaryFolder::Make();
  if (!folder) return folder.error();
  const auto refused = Unpack(archive, folder->path());
  if (!refused) return refused.error();
  if (!refused->empty()) {
    outside.not_buildable = "the archive " + *refused;
    return HandedIn{std::move(outside), std::nullopt, archive};
  }
  auto inside = ReadSubmission(folder->path());
  if (!inside) return inside.error();
  inside->name = outside.name;
  return HandedIn{std::move(*inside), std::move(*folder), archive};
}

}  // namespace

Result<HandedIn> OpenHandedIn(const std::string& path) {
  auto submission = ReadSubmission(path);
  if (!submission) return submission.error();
  const std::string archive = ArchiveOf(*submission);
  if (!archive.empty()) return OpenArchive(std::move(*submission), archive);
  std::string where = submission->path;
  return HandedIn{std::move(*submission), std::nullopt, std::move(where)};
}

}  // namespace checker
