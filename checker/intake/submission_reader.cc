#include "checker/intake/submission_reader.h"

#include <sys/stat.h>

#include <utility>
#include <vector>

#include "checker/intake/file_kind.h"
#include "checker/intake/fingerprint.h"
#include "checker/intake/source_scan.h"
#include "checker/intake/submission_files.h"
#include "checker/intake/tree.h"

namespace checker {
namespace {

using sandbox::ErrnoError;
using sandbox::Error;
using sandbox::Result;
using sandbox::UniqueFd;
using Kind = TreeEntry::Kind;

// "Server.java is Java, notes.pdf is a document and 3 more"
std::string WhatIsThere(int folder, const std::vector<TreeEntry>& entries) {
  std::string text;
  std::size_t files = 0;
  for (const auto& entry : entries) {
    if (entry.kind == Kind::kFolder) continue;
    if (++files > 3) continue;
    const auto what = entry.kind == Kind::kLink      ? std::string("a symbolic link")
                      : entry.kind == Kind::kSpecial ? std::string("no regular file")
                                                     : DescribeFile(folder, entry.path);
    text += (files == 1 ? "" : ", ") + entry.path + " is " + what;
  }
  if (files == 0) return "the folder is empty";
  if (files > 3) text += " and " + std::to_string(files - 3) + " more";
  return "no C or C++ source: " + text;
}

// What make(1) would read. A Makefile that CMake wrote belongs to another machine's build.
std::string FindMakefile(int folder) {
  for (const char* name : {"GNUmakefile", "makefile", "Makefile"}) {
    const auto head = ReadFileBeneath(folder, name, 64);
    if (head && !head->starts_with("# CMAKE generated file")) return name;
  }
  return "";
}

Result<void> AddSource(int folder, const std::string& path, Language language, Submission& to) {
  const auto text = ReadFileBeneath(folder, path, kLargestSubmission);
  if (!text) return text.error();
  const auto facts = ScanSource(*text, language);
  to.sources.push_back({.path = path,
                        .language = language,
                        .defines_main = facts.defines_main,
                        .listens = facts.listens,
                        .connects = facts.connects});
  return {};
}

Result<void> AddEntries(int folder, const std::vector<TreeEntry>& entries, Submission& to) {
  for (const auto& entry : entries) {
    if (entry.kind == Kind::kFolder) continue;
    const auto language = SourceLanguage(entry.path);
    if (entry.kind == Kind::kFile && language) {
      if (auto added = AddSource(folder, entry.path, *language, to); !added) return added;
    } else {
      to.other_files.push_back(entry.path);
    }
  }
  return {};
}

// The one folder that a folder holds and nothing else: archives are unpacked that way.
std::string OnlyFolder(const Tree& tree) {
  std::string only;
  for (const auto& entry : tree.entries) {
    if (entry.path.find('/') != std::string::npos) continue;
    if (entry.kind != Kind::kFolder || !only.empty()) return "";
    only = entry.path;
  }
  return only;
}

Result<Submission> ReadFolder(const std::string& path, Submission submission) {
  auto folder = OpenFolder(path);
  if (!folder) return folder.error();
  auto tree = ListSubmissionFiles(folder->get());
  if (!tree) return tree.error();
  submission.kind = Submission::Kind::kFolder;
  submission.path = path;
  if (!tree->exceeded.empty()) {
    submission.not_buildable = "the folder " + tree->exceeded;
    return submission;
  }
  if (const auto inner = OnlyFolder(*tree); !inner.empty()) {
    return ReadFolder(path + "/" + inner, std::move(submission));
  }
  auto fingerprint = Fingerprint(folder->get(), tree->entries);
  if (!fingerprint) return fingerprint.error();
  submission.sha256 = *fingerprint;
  if (auto added = AddEntries(folder->get(), tree->entries, submission); !added) {
    return added.error();
  }
  submission.makefile = FindMakefile(folder->get());
  if (ReadFileBeneath(folder->get(), "CMakeLists.txt", 1)) submission.cmakelists = "CMakeLists.txt";
  if (submission.sources.empty()) {
    submission.not_buildable = WhatIsThere(folder->get(), tree->entries);
  }
  return submission;
}

Result<Submission> ReadFile(const std::string& path, std::uint64_t size, Submission submission) {
  const auto slash = path.rfind('/');
  const auto name = path.substr(slash + 1);
  const auto folder = OpenFolder(path.substr(0, slash + 1));
  if (!folder) return folder.error();
  submission.path = path;
  submission.kind = Submission::Kind::kSourceFile;
  if (size == 0 || size > kLargestSubmission) {
    submission.not_buildable =
        size == 0 ? "the file is empty"
                  : "the file is larger than " + std::to_string(kLargestSubmission >> 20) + " MB";
    return submission;
  }
  auto fingerprint = Fingerprint(folder->get(), {{.path = name, .size = size}});
  if (!fingerprint) return fingerprint.error();
  submission.sha256 = *fingerprint;
  if (ClassifyElf(folder->get(), name) == ElfKind::kProgram) {
    submission.kind = Submission::Kind::kExecutable;
    submission.other_files = {name};
  } else if (const auto language = SourceLanguage(name)) {
    if (auto added = AddSource(folder->get(), name, *language, submission); !added) {
      return added.error();
    }
  } else {
    submission.other_files = {name};
    submission.not_buildable =
        "no C or C++ source: " + name + " is " + DescribeFile(folder->get(), name);
  }
  return submission;
}

}  // namespace

Result<Submission> ReadSubmission(const std::filesystem::path& path) {
  std::error_code error;
  const auto absolute = std::filesystem::absolute(path, error).lexically_normal();
  auto text = absolute.string();
  while (text.size() > 1 && text.back() == '/') text.pop_back();
  const std::string operation = "read the submission " + path.string();
  if (path.empty() || error) return Error(operation, "not a path");

  struct stat status = {};
  if (stat(text.c_str(), &status) != 0) return ErrnoError(operation);
  Submission submission{.name = LastName(text)};
  if (S_ISDIR(status.st_mode)) return ReadFolder(text, std::move(submission));
  if (!S_ISREG(status.st_mode)) return Error(operation, "neither a file nor a folder");
  // A submission that is itself a link to a file: read the file, keep the name that was given.
  const auto target = std::filesystem::canonical(text, error).string();
  if (error) return Error(operation, error.message());
  return ReadFile(target, static_cast<std::uint64_t>(status.st_size), std::move(submission));
}

}  // namespace checker
