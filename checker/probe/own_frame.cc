#include "checker/probe/own_frame.h"

#include <dwarf.h>
#include <elf.h>
#include <elfutils/libdw.h>
#include <fcntl.h>
#include <gelf.h>
#include <unistd.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <vector>

#include "checker/probe/proc_tasks.h"
#include "sandbox/os/reading_as.h"
#include "sandbox/os/unique_fd.h"

namespace checker {
namespace {

constexpr int kMostFrames = 16;
constexpr int kStackPointer = 7;  // DWARF's number of rsp: System V ABI for x86-64, figure 3.36

struct Registers {
  std::uint64_t pc = 0;
  std::uint64_t sp = 0;
  bool operator==(const Registers&) const = default;
};

// "7 0x3 ... 0x7ffc8 0x7f3a1": stack pointer and program counter come last. nullopt for a task that
// runs.
std::optional<Registers> ReadRegisters(int proc_dir, const std::string& task) {
  const auto text = ReadProcFile(proc_dir, (task + "/syscall").c_str());
  long call = 0;
  unsigned long long a[6] = {}, sp = 0, pc = 0;
  if (!text) return std::nullopt;
  const int read = std::sscanf(text->c_str(), "%ld %llx %llx %llx %llx %llx %llx %llx %llx", &call,
                               &a[0], &a[1], &a[2], &a[3], &a[4], &a[5], &sp, &pc);
  if (read != 9 || call < 0) return std::nullopt;
  return Registers{pc, sp};
}

struct Mapping {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::uint64_t offset = 0;
  bool executable = false;
  std::string path;

  bool Holds(std::uint64_t address) const { return begin <= address && address < end; }
};

std::vector<Mapping> ReadMappings(int proc_dir, const std::string& process) {
  std::vector<Mapping> mappings;
  std::istringstream lines(ReadProcFile(proc_dir, (process + "/maps").c_str()).value_or(""));
  for (std::string line; std::getline(lines, line);) {
    unsigned long long begin = 0, end = 0, offset = 0;
    char rights[5] = {};
    int path = 0;
    if (std::sscanf(line.c_str(), "%llx-%llx %4s %llx %*s %*s %n", &begin, &end, rights, &offset,
                    &path) < 4)
      continue;
    mappings.push_back({begin, end, offset, rights[2] == 'x', path > 0 ? line.substr(path) : ""});
  }
  return mappings;
}

const Mapping* Find(const std::vector<Mapping>& mappings, std::uint64_t address) {
  for (const Mapping& mapping : mappings) {
    if (mapping.executable && mapping.Holds(address)) return &mapping;
  }
  return nullptr;
}

// The system's own: what a student brings along is not read in this process.
bool IsOfTheSystem(const std::string& path) {
  return path.starts_with("/usr/lib/") || path.starts_with("/lib/") || path.starts_with("/lib64/");
}

// How far above the stack pointer the frame of the function at this place begins (its canonical
// frame address); nullopt where that is not a matter of the stack pointer alone.
std::optional<std::uint64_t> FrameAbove(Elf* elf, std::uint64_t file_offset) {
  std::size_t count = 0;
  if (elf_getphdrnum(elf, &count) != 0) return std::nullopt;
  Dwarf_CFI* cfi = dwarf_getcfi_elf(elf);
  for (std::size_t i = 0; i < count && cfi != nullptr; ++i) {
    GElf_Phdr segment;
    if (gelf_getphdr(elf, static_cast<int>(i), &segment) == nullptr || segment.p_type != PT_LOAD)
      continue;
    if (file_offset < segment.p_offset || file_offset - segment.p_offset >= segment.p_filesz)
      continue;
    Dwarf_Frame* found = nullptr;
    if (dwarf_cfi_addrframe(cfi, file_offset - segment.p_offset + segment.p_vaddr, &found) != 0)
      return std::nullopt;
    const std::unique_ptr<Dwarf_Frame, decltype(&std::free)> frame(found, std::free);
    Dwarf_Op* operations = nullptr;
    std::size_t length = 0;
    if (dwarf_frame_cfa(frame.get(), &operations, &length) != 0 || length != 1) return std::nullopt;
    const bool by_stack_pointer =
        operations->atom == DW_OP_bregx && operations->number == kStackPointer;
    return by_stack_pointer ? std::optional<std::uint64_t>(operations->number2) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::uint64_t> FrameAbove(const Mapping& library, std::uint64_t address) {
  const sandbox::UniqueFd file(::open(library.path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file || elf_version(EV_CURRENT) == EV_NONE) return std::nullopt;
  const std::unique_ptr<Elf, decltype(&elf_end)> elf(
      elf_begin(file.get(), ELF_C_READ_MMAP, nullptr), elf_end);
  return elf ? FrameAbove(elf.get(), address - library.begin + library.offset) : std::nullopt;
}

// As the program file counts: of one that may lie anywhere (PIE) from where it begins.
std::optional<std::uint64_t> AddressInFile(int memory, const std::vector<Mapping>& mappings,
                                           const Mapping& code, std::uint64_t address) {
  for (const Mapping& mapping : mappings) {
    if (mapping.path != code.path || mapping.offset != 0) continue;
    Elf64_Half type = ET_NONE;
    const auto at = static_cast<off_t>(mapping.begin + offsetof(Elf64_Ehdr, e_type));
    if (::pread(memory, &type, sizeof(type), at) != sizeof(type)) return std::nullopt;
    if (type == ET_EXEC) return address;
    return type == ET_DYN ? std::optional(address - mapping.begin) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> OwnReturnAddress(const sandbox::Box& box, int tid,
                                              const std::string& program) {
#ifdef __x86_64__
  const sandbox::ReadingAs its_user(box.reading_user());
  const std::string process = std::to_string(tid);  // the first thread may have ended
  const std::string task = process + "/task/" + std::to_string(tid);
  const auto executable = ReadProcLink(box.proc_dir(), (process + "/exe").c_str());
  if (!executable || !executable->ends_with("/submission/" + program)) return std::nullopt;
  const auto before = ReadRegisters(box.proc_dir(), task);
  if (!before) return std::nullopt;
  const auto mappings = ReadMappings(box.proc_dir(), process);
  const sandbox::UniqueFd memory(
      ::openat(box.proc_dir(), (process + "/mem").c_str(), O_RDONLY | O_CLOEXEC));
  if (!memory) return std::nullopt;
  Registers at = *before;
  // the function that was called: behind a call may begin another one
  std::uint64_t inside = at.pc;
  for (int i = 0; i < kMostFrames; ++i) {
    const Mapping* mapping = Find(mappings, inside);
    if (mapping == nullptr) return std::nullopt;
    if (mapping->path == *executable) {
      const bool moved = ReadRegisters(box.proc_dir(), task) != before;
      return moved ? std::nullopt : AddressInFile(memory.get(), mappings, *mapping, at.pc);
    }
    const auto above = IsOfTheSystem(mapping->path) ? FrameAbove(*mapping, inside) : std::nullopt;
    if (!above) return std::nullopt;
    at.sp += *above;
    // The return address lies just below the frame: System V ABI for x86-64, 3.2.2.
    if (::pread(memory.get(), &at.pc, sizeof(at.pc), static_cast<off_t>(at.sp - sizeof(at.pc))) !=
        sizeof(at.pc))
      return std::nullopt;
    inside = at.pc - 1;
  }
#else
  (void)box, (void)pid, (void)tid, (void)program;
#endif
  return std::nullopt;
}

}  // namespace checker
