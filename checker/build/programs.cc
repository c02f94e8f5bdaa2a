#include "checker/build/programs.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <tuple>

#include "checker/intake/file_kind.h"
#include "checker/intake/tree.h"

namespace checker {
namespace {

using sandbox::Result;

constexpr std::uint64_t kLargestCandidate = 64ull << 20;

std::string LowerCaseName(const std::string& path) {
  std::string name = LastName(path);
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name;
}

bool NameHas(const Program& program, std::initializer_list<std::string_view> words) {
  const auto name = LowerCaseName(program.path);
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return name.find(word) != name.npos; });
}

bool NamedServer(const Program& program) { return NameHas(program, {"serv", "srv"}); }
bool NamedClient(const Program& program) { return NameHas(program, {"client", "clnt", "cli"}); }

// A symbol's name stands between NULs in a string table, of dynamic symbols or of all.
bool RefersTo(std::string_view image, std::string_view symbol) {
  return image.find('\0' + std::string(symbol) + '\0') != image.npos;
}

// What CMake and autoconf leave from their questions to the compiler.
bool IsProbe(int /*parent*/, const TreeEntry& entry) {
  return entry.kind == TreeEntry::Kind::kFolder && LastName(entry.path) == "CMakeFiles";
}

}  // namespace

bool RefersTo(int folder, const std::string& program, std::string_view function) {
  const auto image = ReadFileBeneath(folder, program, kLargestCandidate);
  return image && RefersTo(*image, function);
}

Result<std::vector<Program>> FindPrograms(int folder) {
  auto tree = ListTree(folder, {.bytes = ~0ull, .files = 100'000, .depth = 64, .skip = IsProbe});
  if (!tree) return tree.error();
  std::vector<Program> programs;
  for (const auto& entry : tree->entries) {
    if (entry.kind != TreeEntry::Kind::kFile || !entry.executable) continue;
    if (ClassifyElf(folder, entry.path) != ElfKind::kProgram) continue;
    const auto image = ReadFileBeneath(folder, entry.path, kLargestCandidate);
    if (!image) return image.error();
    programs.push_back({.path = entry.path,
                        .listens = RefersTo(*image, "listen") || RefersTo(*image, "accept") ||
                                   RefersTo(*image, "accept4"),
                        .connects = RefersTo(*image, "connect")});
  }
  return programs;
}

const Program* ChooseServer(const std::vector<Program>& programs) {
  const auto rank = [](const Program& program) {
    return std::tuple(!program.listens, !NamedServer(program), NamedClient(program),
                      program.path.size(), program.path);
  };
  const auto best =
      std::min_element(programs.begin(), programs.end(),
                       [&](const Program& a, const Program& b) { return rank(a) < rank(b); });
  return best == programs.end() ? nullptr : &*best;
}

const Program* ChooseClient(const std::vector<Program>& programs, const std::string& server) {
  const auto rank = [](const Program& program) {
    return std::tuple(!NamedClient(program), program.listens, program.path.size(), program.path);
  };
  const Program* best = nullptr;
  for (const auto& program : programs) {
    if (program.path == server || !(program.connects || NamedClient(program))) continue;
    if (program.listens && !NamedClient(program)) continue;
    if (best == nullptr || rank(program) < rank(*best)) best = &program;
  }
  return best;
}

}  // namespace checker
