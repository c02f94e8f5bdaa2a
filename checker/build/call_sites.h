// Where a finished program calls a function of the C library: read from its machine code, as
// objdump(1) prints it.
//
//   // the address of the one fork() there is, if that is certain
//   OnlyCall(ReadCallSites(text), Suspect::kFork)
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checker/model/check.h"

namespace checker {

struct CallSites {
  // by function: the addresses of the calls
  std::map<std::string, std::vector<std::uint64_t>> calls;
  std::set<std::string> imports;
  std::set<std::string> taken;  // what may also be called by a pointer
  // code in a library of its own, a system call without the C library, or no libraries at all
  bool has_secrets = false;
};

// The relevant lines of `objdump -p -R -T` and `objdump -d` of a program: filter them with
// kRelevantLines (grep -E).
extern const char kRelevantLines[];
CallSites ReadCallSites(std::string_view text);

// The address of the call, where the program has no other way to do what the suspect does: one call
// of one function, in the program's own code. nullopt where there are two, or where there may be
// one that is not seen.
std::optional<std::uint64_t> OnlyCall(const CallSites& sites, Suspect suspect);

// Whether the program has no way at all to do what the suspect does.
bool CanNever(const CallSites& sites, Suspect suspect);

}  // namespace checker
