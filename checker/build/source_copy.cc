#include "checker/build/source_copy.h"

#include <sys/stat.h>

#include <vector>

#include "checker/intake/file_kind.h"
#include "checker/intake/submission_files.h"
#include "checker/intake/tree.h"

namespace checker {
namespace {

using sandbox::ErrnoError;
using sandbox::Error;
using sandbox::Result;
using sandbox::UniqueFd;
using Kind = TreeEntry::Kind;

bool IsCompiled(int folder, const TreeEntry& entry) {
  if (entry.kind != Kind::kFile) return false;
  const auto elf = ClassifyElf(folder, entry.path);
  return elf != ElfKind::kNone && elf != ElfKind::kSharedLibrary;
}

std::string ParentFolder(const std::string& path) { return path.substr(0, path.rfind('/') + 1); }

Result<UniqueFd> CopyOneFile(const Submission& submission, const std::string& path,
                             bool executable) {
  auto from = OpenFolder(ParentFolder(submission.path));
  if (!from) return from.error();
  auto to = MakeFolder(path);
  if (!to) return to.error();
  const TreeEntry file{.path = LastName(submission.path), .executable = executable};
  if (auto copied = CopyFileBeneath(from->get(), file, to->get(), kLargestSubmission); !copied) {
    return copied.error();
  }
  return to;
}

}  // namespace

Result<UniqueFd> MakeFolder(const std::string& path) {
  if (mkdir(path.c_str(), 0755) != 0 || chmod(path.c_str(), 0755) != 0) {
    return ErrnoError("make the folder " + path);
  }
  return OpenFolder(path);
}

Result<UniqueFd> CopySources(const Submission& submission, const std::string& path) {
  if (submission.kind == Submission::Kind::kSourceFile) return CopyOneFile(submission, path, false);
  auto from = OpenFolder(submission.path);
  if (!from) return from.error();
  auto tree = ListSubmissionFiles(from->get());
  if (!tree) return tree.error();
  if (!tree->exceeded.empty()) return Error("copy the submission", "the folder " + tree->exceeded);
  std::erase_if(tree->entries,
                [&](const TreeEntry& entry) { return IsCompiled(from->get(), entry); });
  auto to = MakeFolder(path);
  if (!to) return to.error();
  if (auto copied = CopyTree(from->get(), tree->entries, to->get()); !copied) return copied.error();
  return to;
}

Result<UniqueFd> CopyExecutable(const Submission& submission, const std::string& path) {
  return CopyOneFile(submission, path, true);
}

}  // namespace checker
