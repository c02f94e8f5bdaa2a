#include "checker/build/call_sites.h"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace checker {
namespace {

constexpr std::string_view kKnownLibraries[] = {
    "libc.so.6",      "libpthread.so.0", "libm.so.6",           "librt.so.1",
    "libstdc++.so.6", "libgcc_s.so.1",   "ld-linux-x86-64.so.2"};

// With one of these a program may do anything without a call of its own that could be seen.
constexpr std::string_view kWaysAround[] = {
    "syscall", "dlsym",  "dlopen", "clone",  "system",      "popen",        "execl",
    "execlp",  "execle", "execv",  "execvp", "execve",      "execvpe",      "fexecve",
    "vfork",   "dup",    "dup2",   "dup3",   "posix_spawn", "posix_spawnp", "fdopen"};

// How std::thread begins.
constexpr char kStdThread[] =
    "_ZNSt6thread15_M_start_threadESt10unique_ptrINS_6_StateESt14default_deleteIS1_EEPFvvE";

// The functions that can do it.
std::vector<std::string> Functions(Suspect suspect) {
  switch (suspect) {
    case Suspect::kBind: return {"bind"};
    case Suspect::kAccept: return {"accept", "accept4"};
    case Suspect::kFork: return {"fork", "_Fork", "forkpty"};
    case Suspect::kThreadStart: return {"pthread_create", "thrd_create", kStdThread};
    case Suspect::kReceive:
      return {"recv",  "recvfrom",   "recvmsg",        "recvmmsg",  "read",
              "readv", "__recv_chk", "__recvfrom_chk", "__read_chk"};
    case Suspect::kSend:
      return {"send",    "sendto",   "sendmsg",       "sendmmsg",       "write",    "writev",
              "dprintf", "vdprintf", "__dprintf_chk", "__vdprintf_chk", "sendfile", "splice"};
    case Suspect::kNone:
    case Suspect::kSleeping: break;
  }
  return {};
}

bool CanDoItUnseen(const CallSites& sites) {
  return sites.has_secrets || std::any_of(std::begin(kWaysAround), std::end(kWaysAround),
                                          [&sites](std::string_view way) {
                                            return sites.imports.contains(std::string(way));
                                          });
}

bool Contains(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

std::string_view LastWord(std::string_view line) { return line.substr(line.rfind(' ') + 1); }

std::uint64_t HexAtFront(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value, 16);
  return value;
}

class LineReader {
 public:
  void Read(std::string_view line) {
    if (line.starts_with("Disassembly of section ")) {
      is_stub_ = Contains(line, " .plt");
    } else if (Contains(line, "*UND*")) {
      ReadImport(line);
    } else if (line.starts_with("  NEEDED ")) {
      ReadLibrary(LastWord(line));
    } else if (line.find(":\t") != line.npos) {
      if (!is_stub_) ReadInstruction(line);
    } else if (const std::size_t type = line.find(" R_"); type != line.npos) {
      ReadRelocation(line.substr(type + 1));
    }
  }

  CallSites Finish() {
    if (!has_libraries_) sites_.has_secrets = true;
    for (const std::string& name : by_slot_) {
      if (by_address_.contains(name)) sites_.taken.insert(name);
    }
    return std::move(sites_);
  }

 private:
  // "0000000000000000      DF *UND*	0000000000000000 (GLIBC_2.2.5) fork": with an address where a pointer to it is used.
  void ReadImport(std::string_view line) {
    const std::string name(LastWord(line));
    sites_.imports.insert(name);
    if (HexAtFront(line) != 0) sites_.taken.insert(name);
  }

  void ReadLibrary(std::string_view name) {
    has_libraries_ = true;
    const bool known = std::find(std::begin(kKnownLibraries), std::end(kKnownLibraries), name) !=
                       std::end(kKnownLibraries);
    if (!known) sites_.has_secrets = true;
  }

  // "R_X86_64_JUMP_SLOT  fork@GLIBC_2.2.5": calls go through a slot; any other kind is a pointer.
  void ReadRelocation(std::string_view text) {
    std::string name(LastWord(text));
    name.resize(std::min(name.find('@'), name.size()));
    if (Contains(text, "JUMP_SLO")) {
      by_slot_.insert(name);
    } else if (Contains(text, "GLOB_DAT")) {
      by_address_.insert(name);
    } else {
      sites_.taken.insert(name);
    }
  }

  // "  1395:	call   1120 <fork@plt>", "  1395:	call   *0x2def(%rip)        # 403f68 <fork@GLIBC_2.2.5>".
  void ReadInstruction(std::string_view line) {
    std::string_view what = line.substr(line.find(":\t") + 2);
    if (what.starts_with("bnd ")) what.remove_prefix(4);
    if (what.starts_with("syscall") || what.starts_with("sysenter") || what.starts_with("int ")) {
      sites_.has_secrets = true;
      return;
    }
    const std::size_t begin = line.rfind('<');
    const std::size_t end = line.find('@', begin == line.npos ? 0 : begin);
    if (begin == line.npos || end == line.npos) return;
    const std::string name(line.substr(begin + 1, end - begin - 1));
    if (what.starts_with("call") || what.starts_with("jmp")) {
      sites_.calls[name].push_back(HexAtFront(line));
    } else {
      sites_.taken.insert(name);
    }
  }

  CallSites sites_;
  std::set<std::string> by_slot_;
  std::set<std::string> by_address_;
  bool is_stub_ = false;
  bool has_libraries_ = false;
};

}  // namespace

const char kRelevantLines[] =
    "^  NEEDED|^Disassembly of section|[*]UND[*]| R_[A-Z0-9_]+ |:\t.*<[A-Za-z0-9_]+@|:\t(bnd "
    ")?(syscall|sysenter|int )";

CallSites ReadCallSites(std::string_view text) {
  LineReader reader;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    reader.Read(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return reader.Finish();
}

bool CanNever(const CallSites& sites, Suspect suspect) {
  const std::vector<std::string> functions = Functions(suspect);
  return !CanDoItUnseen(sites) && !functions.empty() &&
         std::none_of(functions.begin(), functions.end(), [&sites](const std::string& function) {
           return sites.imports.contains(function);
         });
}

std::optional<std::uint64_t> OnlyCall(const CallSites& sites, Suspect suspect) {
  if (CanDoItUnseen(sites)) return std::nullopt;
  std::optional<std::uint64_t> only;
  for (const std::string& name : Functions(suspect)) {
    if (!sites.imports.contains(name)) continue;
    const auto calls = sites.calls.find(name);
    const bool once = calls != sites.calls.end() && calls->second.size() == 1;
    if (only || !once || sites.taken.contains(name)) return std::nullopt;
    only = calls->second.front();
  }
  return only;
}

}  // namespace checker
