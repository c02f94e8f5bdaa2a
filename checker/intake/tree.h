// A folder of untrusted files, walked and copied without leaving it: no symbolic link is followed,
// nothing but regular files is opened, sizes and counts are bounded.
//
//   Tree tree = ListTree(folder_fd, {}).value();
//   if (!tree.exceeded.empty()) ...                 // a bound was passed; entries are incomplete
//   CopyTree(folder_fd, tree.entries, target_fd);
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/os/result.h"
#include "sandbox/os/unique_fd.h"

namespace checker {

struct TreeEntry {
  enum class Kind { kFile, kFolder, kLink, kSpecial };
  Kind kind = Kind::kFile;
  std::string path;  // relative; any bytes but NUL
  std::uint64_t size = 0;
  bool executable = false;    // its owner may execute it
  std::string target;         // kLink
  bool stays_inside = false;  // kLink: relative, and its ".." do not climb out
};

struct TreeRules {
  std::uint64_t bytes = 64ull << 20;
  std::size_t files = 5000;  // of any kind, folders too
  int depth = 20;
  // leave out folders that may not be read; else they are an Error
  bool tolerate_unreadable = false;
  // Entries for which it is true are neither listed nor entered nor counted. `parent` is the open
  // folder that holds the entry.
  std::function<bool(int parent, const TreeEntry& entry)> skip;
};

struct Tree {
  // sorted by path, byte by byte: a folder comes before what it holds
  std::vector<TreeEntry> entries;
  // "" or which bound was passed, to follow a subject: "has more than 5000 files"
  std::string exceeded;
};

sandbox::Result<Tree> ListTree(int folder, const TreeRules& rules);

// Opens a regular file for reading. No component of the path may be a symbolic link. Never blocks
// on a FIFO.
sandbox::Result<sandbox::UniqueFd> OpenFileBeneath(int folder, const std::string& path);

// Reads at most `limit` bytes from the file's beginning.
sandbox::Result<std::string> ReadFileBeneath(int folder, const std::string& path,
                                             std::uint64_t limit);

// Copies files (0644, or 0755 where executable), folders (0755) and links that stay inside; leaves
// out the rest, and files that may not be read. `to` must be a folder of ours.
sandbox::Result<void> CopyTree(int from, const std::vector<TreeEntry>& entries, int to);

// One file; its missing parent folders are made. At most `limit` bytes: a longer file is an Error.
sandbox::Result<void> CopyFileBeneath(int from, const TreeEntry& file, int to, std::uint64_t limit);

sandbox::Result<sandbox::UniqueFd> OpenFolder(const std::string& path);

// "a/b/c" -> "c".
std::string LastName(const std::string& path);

}  // namespace checker
