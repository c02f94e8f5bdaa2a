#include "checker/intake/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <set>

#include "checker/intake/submission_files.h"
#include "sandbox/os/unique_fd.h"

namespace checker {
namespace {

namespace fs = std::filesystem;
using sandbox::ErrnoError;
using sandbox::Error;
using sandbox::Result;

constexpr std::size_t kMostEntries = 5000;
constexpr int kMostLevels = 20;
constexpr std::size_t kLongestPart = 255;
constexpr std::size_t kBlock = 64 << 10;

using Reader = std::unique_ptr<archive, int (*)(archive*)>;

Reader MakeReader() {
  Reader reader(archive_read_new(), archive_read_free);
  // No more formats than platforms export: each one is a parser that a student may attack.
  archive_read_support_format_zip(reader.get());
  archive_read_support_format_tar(reader.get());
  archive_read_support_filter_gzip(reader.get());
  archive_read_support_filter_bzip2(reader.get());
  archive_read_support_filter_xz(reader.get());
  archive_read_support_filter_zstd(reader.get());
  return reader;
}

// The library cannot put every name into this process's locale; as UTF-8 it can, or the bytes are
// there as they are.
std::string NameOf(archive_entry* entry) {
  const char* name = archive_entry_pathname(entry);
  if (name == nullptr) name = archive_entry_pathname_utf8(entry);
  return name == nullptr ? "" : name;
}

std::string KindOf(archive_entry* entry) {
  if (archive_entry_hardlink(entry) != nullptr) return "a hard link";
  switch (archive_entry_filetype(entry)) {
    case AE_IFREG:
    case AE_IFDIR: return "";
    case AE_IFLNK: return "a symbolic link";
    case AE_IFCHR:
    case AE_IFBLK: return "a device";
    case AE_IFIFO: return "a pipe";
    default: return "something that is neither a file nor a folder";
  }
}

bool IsAbsolute(const std::string& name) {
  return name.starts_with('/') || name.starts_with('\\') || (name.size() > 1 && name[1] == ':');
}

// "" or what is wrong with the name.
std::string WrongWith(const std::string& name) {
  if (name.empty()) return "a name that cannot be read";
  if (IsAbsolute(name)) return "an absolute name: " + name;
  int depth = 0;
  for (const fs::path& part : fs::path(name)) {
    if (part == "..") return "a name that climbs out: " + name;
    if (part.native().size() > kLongestPart) return "a name that is too long";
    if (!part.empty() && part != "." && ++depth > kMostLevels) return "more than 20 levels";
  }
  return "";
}

std::string LowerCase(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

bool IsOfMacOs(const fs::path& path) {
  return path.native().starts_with("__MACOSX/") || path.filename().native().starts_with("._");
}

class Unpacking {
 public:
  Unpacking(archive* reader, fs::path folder) : reader_(reader), folder_(std::move(folder)) {}

  // One entry after the other until one is refused.
  Result<std::string> Run() {
    archive_entry* entry = nullptr;
    for (;;) {
      const int status = archive_read_next_header(reader_, &entry);
      if (status == ARCHIVE_EOF) return std::string();
      if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return Unreadable();
      if (++entries_ > kMostEntries) return std::string("holds more than 5000 files");
      const auto refused = Take(entry);
      if (!refused || !refused->empty()) return refused;
    }
  }

 private:
  Result<std::string> Take(archive_entry* entry) {
    const std::string name = NameOf(entry);
    if (const std::string kind = KindOf(entry); !kind.empty()) return "holds " + kind + ": " + name;
    if (const std::string wrong = WrongWith(name); !wrong.empty()) return "holds " + wrong;
    // What it says of itself, since a hole at the end of a sparse file is never read.
    if (archive_entry_size(entry) > static_cast<la_int64_t>(kLargestSubmission)) return TooLarge();
    if (archive_entry_is_encrypted(entry) != 0) return std::string("is protected by a password");
    const fs::path path = Plain(name);
    if (path.empty() || IsOfMacOs(path)) return std::string();
    const bool is_folder = archive_entry_filetype(entry) == AE_IFDIR;
    if (std::string twin = Claim(path, is_folder); !twin.empty()) {
      return "holds two names that differ in case at most: " + twin + " and " + path.string();
    }
    std::error_code error;
    fs::create_directories(folder_ / (is_folder ? path : path.parent_path()), error);
    if (error) return Error("unpack " + name, error.message());
    return is_folder ? std::string() : Write(path, (archive_entry_perm(entry) & S_IXUSR) != 0);
  }

  // "./a//b/" -> "a/b".
  static fs::path Plain(const std::string& name) {
    fs::path plain;
    for (const fs::path& part : fs::path(name)) {
      if (!part.empty() && part != ".") plain /= part;
    }
    return plain;
  }

  // Takes the name and those of the folders above it; "" or who has it already. A folder may come
  // again, spelt the same.
  std::string Claim(const fs::path& path, bool is_folder) {
    fs::path so_far;
    for (auto part = path.begin(); part != path.end(); ++part) {
      so_far /= *part;
      const bool folder = is_folder || std::next(part) != path.end();
      const auto [at, fresh] = names_.insert({LowerCase(so_far.string()), so_far.string(), folder});
      if (!fresh && !(folder && at->is_folder && at->name == so_far)) return at->name;
    }
    return "";
  }

  Result<std::string> Write(const fs::path& path, bool executable) {
    const std::string target = folder_ / path;
    const sandbox::UniqueFd file(open(target.c_str(),
                                      O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                                      executable ? 0755 : 0644));
    if (!file) return ErrnoError("unpack " + path.string());
    std::array<char, kBlock> block;
    for (;;) {
      // Holes of a sparse file come as zeros here, so that they count.
      const auto size = archive_read_data(reader_, block.data(), block.size());
      if (size == 0) return std::string();
      if (size < 0) return Unreadable();
      bytes_ += static_cast<std::uint64_t>(size);
      if (bytes_ > kLargestSubmission) return TooLarge();
      if (write(file.get(), block.data(), static_cast<std::size_t>(size)) != size) {
        return ErrnoError("unpack " + path.string());
      }
    }
  }

  static std::string TooLarge() { return "holds more than 64 MB"; }

  std::string Unreadable() const {
    const char* reason = archive_error_string(reader_);
    return std::string("cannot be read: ") + (reason == nullptr ? "it is damaged" : reason);
  }

  struct Name {
    std::string lower_case;
    std::string name;
    bool is_folder = false;
    bool operator<(const Name& other) const { return lower_case < other.lower_case; }
  };

  archive* reader_;
  const fs::path folder_;
  std::set<Name> names_;
  std::size_t entries_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace

bool IsArchive(const std::string& name) {
  static const std::array<std::string_view, 9> endings = {
      ".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst"};
  const std::string lower_case = LowerCase(name);
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return lower_case.ends_with(ending); });
}

Result<std::string> Unpack(const std::string& archive, const std::string& folder) {
  const Reader reader = MakeReader();
  const sandbox::UniqueFd file(open(archive.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file) return ErrnoError("open " + archive);
  if (archive_read_open_fd(reader.get(), file.get(), kBlock) != ARCHIVE_OK) {
    return std::string("cannot be read: ") + archive_error_string(reader.get());
  }
  return Unpacking(reader.get(), folder).Run();
}

}  // namespace checker
