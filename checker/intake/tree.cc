#include "checker/intake/tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <utility>

namespace checker {
namespace {

using sandbox::ErrnoError;
using sandbox::Error;
using sandbox::Result;
using sandbox::UniqueFd;

constexpr int kFolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
// O_NONBLOCK: should a FIFO have taken the file's place, opening it must not wait for a writer.
constexpr int kFileFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

std::string Joined(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : folder + "/" + name;
}

// The path's parts; empty ones and "." are left out.
std::vector<std::string> Parts(const std::string& path) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= path.size();) {
    const auto end = std::min(path.find('/', begin), path.size());
    if (auto part = path.substr(begin, end - begin); !part.empty() && part != ".") {
      parts.push_back(std::move(part));
    }
    begin = end + 1;
  }
  return parts;
}

bool StaysInside(const std::string& link, const std::string& target) {
  if (target.empty() || target.front() == '/') return false;
  int depth = static_cast<int>(Parts(link).size()) - 1;
  for (const auto& part : Parts(target)) {
    depth += part == ".." ? -1 : 1;
    if (depth < 0) return false;
  }
  return true;
}

std::string LinkTarget(int parent, const char* name) {
  std::array<char, 4096> target;
  const auto size = readlinkat(parent, name, target.data(), target.size());
  return size < 0 ? std::string() : std::string(target.data(), static_cast<std::size_t>(size));
}

class Walk {
 public:
  explicit Walk(const TreeRules& rules) : rules_(rules) {}

  Result<void> Enter(UniqueFd folder, const std::string& path, int depth) {
    const int fd = folder.get();
    const std::unique_ptr<DIR, int (*)(DIR*)> listing(fdopendir(folder.Release()), closedir);
    if (!listing) return ErrnoError("list " + path);
    while (tree.exceeded.empty()) {
      errno = 0;
      const dirent* row = readdir(listing.get());
      if (row == nullptr && errno != 0) return ErrnoError("list " + path);
      if (row == nullptr) break;
      const std::string name = row->d_name;
      if (name == "." || name == "..") continue;
      if (auto added = Add(fd, path, name, depth); !added) return added;
    }
    return {};
  }

  Tree tree;

 private:
  Result<void> Add(int parent, const std::string& parent_path, const std::string& name, int depth) {
    struct stat status = {};
    if (fstatat(parent, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
      return ErrnoError("stat " + Joined(parent_path, name));
    }
    TreeEntry entry{.path = Joined(parent_path, name)};
    entry.kind = S_ISREG(status.st_mode)   ? TreeEntry::Kind::kFile
                 : S_ISDIR(status.st_mode) ? TreeEntry::Kind::kFolder
                 : S_ISLNK(status.st_mode) ? TreeEntry::Kind::kLink
                                           : TreeEntry::Kind::kSpecial;
    if (entry.kind == TreeEntry::Kind::kFile) {
      entry.size = static_cast<std::uint64_t>(status.st_size);
      entry.executable = (status.st_mode & S_IXUSR) != 0;
    } else if (entry.kind == TreeEntry::Kind::kLink) {
      entry.target = LinkTarget(parent, name.c_str());
      entry.stays_inside = StaysInside(entry.path, entry.target);
    }
    if (rules_.skip && rules_.skip(parent, entry)) return {};
    if (!WithinBounds(entry, depth)) return {};
    tree.entries.push_back(entry);
    if (entry.kind != TreeEntry::Kind::kFolder) return {};
    UniqueFd folder(openat(parent, name.c_str(), kFolderFlags));
    if (!folder && errno == EACCES && rules_.tolerate_unreadable) return {};
    if (!folder) return ErrnoError("open " + entry.path);
    return Enter(std::move(folder), entry.path, depth + 1);
  }

  bool WithinBounds(const TreeEntry& entry, int depth) {
    bytes_ += entry.size;
    if (bytes_ > rules_.bytes) {
      tree.exceeded = "is larger than " + std::to_string(rules_.bytes >> 20) + " MB";
    } else if (tree.entries.size() >= rules_.files) {
      tree.exceeded = "has more than " + std::to_string(rules_.files) + " files";
    } else if (depth > rules_.depth) {
      tree.exceeded = "has folders nested more than " + std::to_string(rules_.depth) + " deep";
    }
    return tree.exceeded.empty();
  }

  const TreeRules& rules_;
  std::uint64_t bytes_ = 0;
};

// The open folder that holds the path's last part. Made where missing, if asked.
Result<UniqueFd> OpenParent(int folder, const std::string& path, bool make) {
  const auto parts = Parts(path);
  UniqueFd at(openat(folder, ".", kFolderFlags));
  for (std::size_t i = 0; at && i + 1 < parts.size(); ++i) {
    if (make && mkdirat(at.get(), parts[i].c_str(), 0755) == 0) {
      fchmodat(at.get(), parts[i].c_str(), 0755, 0);  // whatever our umask is
    } else if (make && errno != EEXIST) {
      return ErrnoError("make the folder of " + path);
    }
    at = UniqueFd(openat(at.get(), parts[i].c_str(), kFolderFlags));
  }
  if (!at) return ErrnoError("open the folder of " + path);
  return at;
}

Result<void> CopyBytes(int from, int to, const std::string& path, std::uint64_t limit) {
  std::uint64_t copied = 0;
  while (copied <= limit) {
    const auto size = sendfile(to, from, nullptr, 1 << 20);
    if (size < 0 && errno != EINTR) return ErrnoError("copy " + path);
    if (size == 0) return {};
    if (size > 0) copied += static_cast<std::uint64_t>(size);
  }
  return Error("copy " + path, "the file grows while it is copied");
}

Result<void> CopyOpenFile(const UniqueFd& source, const TreeEntry& file, int to,
                          std::uint64_t limit) {
  auto parent = OpenParent(to, file.path, true);
  if (!parent) return parent.error();
  const UniqueFd copy(openat(parent->get(), LastName(file.path).c_str(),
                             O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644));
  if (!copy) return ErrnoError("create " + file.path);
  if (fchmod(copy.get(), file.executable ? 0755 : 0644) != 0) {
    return ErrnoError("chmod " + file.path);
  }
  return CopyBytes(source.get(), copy.get(), file.path, limit);
}

Result<void> MakeLink(const TreeEntry& link, int to) {
  auto parent = OpenParent(to, link.path, true);
  if (!parent) return parent.error();
  if (symlinkat(link.target.c_str(), parent->get(), LastName(link.path).c_str()) != 0) {
    return ErrnoError("link " + link.path);
  }
  return {};
}

}  // namespace

Result<Tree> ListTree(int folder, const TreeRules& rules) {
  UniqueFd start(openat(folder, ".", kFolderFlags));
  if (!start) return ErrnoError("open the folder");
  Walk walk(rules);
  if (auto walked = walk.Enter(std::move(start), "", 0); !walked) return walked.error();
  std::sort(walk.tree.entries.begin(), walk.tree.entries.end(),
            [](const TreeEntry& a, const TreeEntry& b) { return a.path < b.path; });
  return std::move(walk.tree);
}

Result<UniqueFd> OpenFileBeneath(int folder, const std::string& path) {
  auto parent = OpenParent(folder, path, false);
  if (!parent) return parent.error();
  UniqueFd file(openat(parent->get(), LastName(path).c_str(), kFileFlags));
  if (!file) return ErrnoError("open " + path);
  struct stat status = {};
  if (fstat(file.get(), &status) != 0) return ErrnoError("stat " + path);
  if (!S_ISREG(status.st_mode)) return Error("open " + path, "not a regular file");
  return file;
}

Result<std::string> ReadFileBeneath(int folder, const std::string& path, std::uint64_t limit) {
  auto file = OpenFileBeneath(folder, path);
  if (!file) return file.error();
  std::string text;
  std::array<char, 65536> chunk;
  while (text.size() < limit) {
    const auto want = std::min<std::uint64_t>(chunk.size(), limit - text.size());
    const auto size = read(file->get(), chunk.data(), want);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return ErrnoError("read " + path);
    if (size == 0) break;
    text.append(chunk.data(), static_cast<std::size_t>(size));
  }
  return text;
}

Result<void> CopyFileBeneath(int from, const TreeEntry& file, int to, std::uint64_t limit) {
  const auto source = OpenFileBeneath(from, file.path);
  if (!source) return source.error();
  return CopyOpenFile(*source, file, to, limit);
}

Result<void> CopyTree(int from, const std::vector<TreeEntry>& entries, int to) {
  for (const auto& entry : entries) {
    Result<void> copied;
    if (entry.kind == TreeEntry::Kind::kFolder) {
      if (auto made = OpenParent(to, entry.path + "/-", true); !made) copied = made.error();
    } else if (entry.kind == TreeEntry::Kind::kLink && entry.stays_inside) {
      copied = MakeLink(entry, to);
    } else if (entry.kind == TreeEntry::Kind::kFile) {
      const auto source = OpenFileBeneath(from, entry.path);
      if (source) copied = CopyOpenFile(*source, entry, to, entry.size);
    }
    if (!copied) return copied;
  }
  return {};
}

Result<UniqueFd> OpenFolder(const std::string& path) {
  UniqueFd folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return ErrnoError("open " + path);
  return folder;
}

std::string LastName(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace checker
