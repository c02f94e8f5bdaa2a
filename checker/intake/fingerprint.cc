#include "checker/intake/fingerprint.h"

#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

namespace checker {
namespace {

using sandbox::ErrnoError;
using sandbox::Result;

class Digest {
 public:
  Digest() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    CHECK_INVARIANT(context_ && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
  }

  void Add(std::string_view bytes) {
    CHECK_INVARIANT(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
  }

  std::string Hexadecimal() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
    unsigned size = 0;
    CHECK_INVARIANT(EVP_DigestFinal_ex(context_.get(), bytes.data(), &size) == 1);
    std::string text;
    for (unsigned i = 0; i < size; ++i) {
      text += "0123456789abcdef"[bytes[i] >> 4];
      text += "0123456789abcdef"[bytes[i] & 15];
    }
    return text;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context_;
};

Result<void> AddContents(int folder, const TreeEntry& file, Digest& digest) {
  const auto opened = OpenFileBeneath(folder, file.path);
  if (!opened) return opened.error();
  std::array<char, 65536> chunk;
  for (auto left = file.size; left > 0;) {
    const auto size =
        read(opened->get(), chunk.data(), std::min<std::uint64_t>(left, chunk.size()));
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return ErrnoError("read " + file.path);
    if (size == 0) break;
    digest.Add({chunk.data(), static_cast<std::size_t>(size)});
    left -= static_cast<std::uint64_t>(size);
  }
  return {};
}

}  // namespace

Result<std::string> Fingerprint(int folder, const std::vector<TreeEntry>& entries) {
  using Kind = TreeEntry::Kind;
  Digest digest;
  for (const auto& entry : entries) {
    if (entry.kind != Kind::kFile && entry.kind != Kind::kLink) continue;
    // A name cannot hold a NUL, and the size says where the contents end: no two trees give the
    // same bytes.
    digest.Add(entry.path + '\0' +
               (entry.kind == Kind::kLink ? "link " + entry.target : std::to_string(entry.size)) +
               '\0');
    if (entry.kind == Kind::kLink) continue;
    if (auto added = AddContents(folder, entry, digest); !added) return added.error();
  }
  return digest.Hexadecimal();
}

std::string Sha256(std::string_view text) {
  Digest digest;
  digest.Add(text);
  return digest.Hexadecimal();
}

}  // namespace checker
