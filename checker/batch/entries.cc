#include "checker/batch/entries.h"

#include <algorithm>
#include <filesystem>

#include "checker/intake/submission_reader.h"

namespace checker {
namespace {

namespace fs = std::filesystem;
using sandbox::Error;
using sandbox::Result;

Result<void> AddEntriesOf(const std::string& folder, const fs::path& out,
                          std::vector<Entry>& entries) {
  std::error_code error;
  const fs::path absolute = fs::absolute(folder).lexically_normal();
  for (fs::directory_iterator at(absolute, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename();
    if (name.starts_with('.')) continue;
    std::error_code not_there;
    if (fs::equivalent(at->path(), out, not_there)) continue;
    entries.push_back({name, at->path()});
  }
  if (error) return Error("read the folder " + folder, error.message());
  return {};
}

}  // namespace

Result<std::vector<Entry>> EntriesOf(const std::vector<std::string>& folders,
                                     const std::string& out) {
  std::vector<Entry> entries;
  for (const std::string& folder : folders) {
    if (auto added = AddEntriesOf(folder, out, entries); !added) return added.error();
  }
  const auto by_name = [](const Entry& a, const Entry& b) { return a.name < b.name; };
  std::sort(entries.begin(), entries.end(), by_name);
  const auto twin =
      std::adjacent_find(entries.begin(), entries.end(),
                         [](const Entry& a, const Entry& b) { return a.name == b.name; });
  if (twin != entries.end()) {
    return Error("two submissions have one name",
                 twin->path + " and " + std::next(twin)->path + "; grade them as two batches");
  }
  return entries;
}

Result<std::string> DigestOf(const Entry& entry) {
  const auto submission = ReadSubmission(entry.path);
  if (!submission) return submission.error();
  return submission->sha256;
}

}  // namespace checker
