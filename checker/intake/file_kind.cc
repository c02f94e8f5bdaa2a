#include "checker/intake/file_kind.h"

#include <elf.h>

#include <array>
#include <cstring>
#include <string_view>
#include <utility>

#include "checker/intake/tree.h"

namespace checker {
namespace {

using Names = std::pair<std::string_view, const char*>;

constexpr std::size_t kHeadSize =
    4096;  // holds the ELF header and every program header that linkers write

#if defined(__x86_64__)
constexpr auto kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr auto kMachine = EM_AARCH64;
#endif

std::string Head(int folder, const std::string& path) {
  const auto head = ReadFileBeneath(folder, path, kHeadSize);
  return head ? *head : std::string();
}

// A position-independent program asks for an interpreter; a static one has only its entry point to
// tell it from a library.
bool IsPositionIndependentProgram(const std::string& head, const Elf64_Ehdr& header) {
  for (std::size_t i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment;
    const auto at = header.e_phoff + i * sizeof(segment);
    if (at > head.size() || head.size() - at < sizeof(segment)) break;
    std::memcpy(&segment, head.data() + at, sizeof(segment));
    if (segment.p_type == PT_INTERP) return true;
  }
  return header.e_entry != 0;
}

ElfKind ClassifyElfHead(const std::string& head, const std::string& name) {
  Elf64_Ehdr header;
  if (!head.starts_with(std::string_view(ELFMAG, SELFMAG))) return ElfKind::kNone;
  if (head.size() < sizeof(header)) return ElfKind::kForeign;
  std::memcpy(&header, head.data(), sizeof(header));
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_machine != kMachine)
    return ElfKind::kForeign;
  if (header.e_type == ET_EXEC) return ElfKind::kProgram;
  if (header.e_type != ET_DYN) return ElfKind::kObject;
  const bool named_library = name.ends_with(".so") || name.find(".so.") != std::string::npos;
  return !named_library && IsPositionIndependentProgram(head, header) ? ElfKind::kProgram
                                                                      : ElfKind::kSharedLibrary;
}

const char* DescribeElf(ElfKind kind) {
  switch (kind) {
    case ElfKind::kNone: return "";
    case ElfKind::kProgram: return "a compiled program";
    case ElfKind::kSharedLibrary: return "a shared library";
    case ElfKind::kObject: return "compiled object code";
    case ElfKind::kForeign: return "a program for another kind of machine";
  }
  CHECK_INVARIANT(false);
}

std::string Ending(const std::string& path) {
  const auto name = LastName(path);
  const auto dot = name.rfind('.');
  return dot == std::string::npos || dot == 0 ? "" : name.substr(dot);
}

}  // namespace

std::optional<Language> SourceLanguage(const std::string& path) {
  const auto ending = Ending(path);
  if (ending == ".c") return Language::kC;
  for (const char* cpp : {".cc", ".cpp", ".cxx", ".C"}) {
    if (ending == cpp) return Language::kCpp;
  }
  return std::nullopt;
}

ElfKind ClassifyElf(int folder, const std::string& path) {
  return ClassifyElfHead(Head(folder, path), LastName(path));
}

std::string DescribeFile(int folder, const std::string& path) {
  static constexpr std::array<Names, 8> kStarts = {{{"MZ", "a Windows program"},
                                                    {"%PDF", "a PDF document"},
                                                    {"\xCA\xFE\xBA\xBE", "compiled Java"},
                                                    {"\x1F\x8B", "an archive; unpack it"},
                                                    {"Rar!", "an archive; unpack it"},
                                                    {"7z\xBC\xAF", "an archive; unpack it"},
                                                    {"!<arch>\n", "a library"},
                                                    {"\xD0\xCF\x11\xE0", "an office document"}}};
  static constexpr std::array<Names, 32> kEndings = {{{".java", "Java"},
                                                      {".py", "Python"},
                                                      {".js", "JavaScript"},
                                                      {".ts", "TypeScript"},
                                                      {".rs", "Rust"},
                                                      {".go", "Go"},
                                                      {".cs", "C#"},
                                                      {".rb", "Ruby"},
                                                      {".php", "PHP"},
                                                      {".pl", "Perl"},
                                                      {".kt", "Kotlin"},
                                                      {".swift", "Swift"},
                                                      {".sh", "a shell script"},
                                                      {".ipynb", "a notebook"},
                                                      {".h", "a header"},
                                                      {".hpp", "a header"},
                                                      {".hh", "a header"},
                                                      {".s", "assembly"},
                                                      {".S", "assembly"},
                                                      {".asm", "assembly"},
                                                      {".txt", "text"},
                                                      {".md", "text"},
                                                      {".docx", "an office document"},
                                                      {".odt", "an office document"},
                                                      {".pptx", "an office document"},
                                                      {".html", "HTML"},
                                                      {".zip", "an archive; unpack it"},
                                                      {".tar", "an archive; unpack it"},
                                                      {".jar", "compiled Java"},
                                                      {".png", "a picture"},
                                                      {".jpg", "a picture"},
                                                      {".json", "JSON"}}};
  const auto head = Head(folder, path);
  if (const auto elf = ClassifyElfHead(head, LastName(path)); elf != ElfKind::kNone) {
    return DescribeElf(elf);
  }
  for (const auto& [start, what] : kStarts) {
    if (head.starts_with(start)) return what;
  }
  const auto ending = Ending(path);
  for (const auto& [known, what] : kEndings) {
    if (ending == known) return what;
  }
  if (head.empty()) return "empty";
  if (head.find('\0') != std::string::npos) return "binary";
  return "text";
}

}  // namespace checker
