#include "checker/build/compiler_shims.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <string_view>

#include "checker/build/compiler.h"
#include "checker/intake/tree.h"

namespace checker {
namespace {

using sandbox::ErrnoError;
using sandbox::Result;
using sandbox::UniqueFd;

constexpr std::string_view kCallsFile = ".checker-build/calls";
constexpr std::uint64_t kMostCalls = 4u << 20;
constexpr char kWordEnd = '\x1F';
constexpr std::string_view kCallEnd = "\x1E";

// One printf, so that the compilers of a parallel make do not mix their lines.
constexpr std::string_view kShim = R"(#!/bin/sh
printf '%s\037' "$PWD" @NAME@ "$@" '@CALL_END@' >>"${0%/*}/../calls"
strict=
for argument do case $argument in -Werror*) strict=yes ;; esac; done
if [ -z "$strict" ]; then
  for argument do
    shift
    [ "$argument" = -w ] || set -- "$@" "$argument"
  done
  set -- -Wall -Wextra @OLD_HABITS@ "$@"
fi
exec @COMPILER@ -g @FLAGS@ "$@" @LAST_FLAGS@
)";

void Replace(std::string& text, std::string_view mark, const std::string& with) {
  for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + with.size())) {
    text.replace(at, mark.size(), with);
  }
}

Result<void> WriteShim(int folder, const std::string& name, const std::string& compiler,
                       const std::vector<std::string>& flags,
                       const std::vector<std::string>& last_flags) {
  const bool gcc_for_c = name == "gcc" || name == "cc";
  std::string text(kShim);
  Replace(text, "@NAME@", name);
  Replace(text, "@CALL_END@", std::string(kCallEnd));
  Replace(text, "@COMPILER@", compiler);
  Replace(text, "@OLD_HABITS@", gcc_for_c ? CommandText(OldHabitFlags()) : "");
  Replace(text, "@FLAGS@", CommandText(flags));
  Replace(text, "@LAST_FLAGS@", CommandText(last_flags));
  const UniqueFd file(openat(folder, (kShimPath + ("/" + name)).c_str(),
                             O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755));
  if (!file || fchmod(file.get(), 0755) != 0 ||
      write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    return ErrnoError("write the shim " + name);
  }
  return {};
}

}  // namespace

Result<void> WriteShims(int folder, const std::vector<std::string>& flags,
                        const std::vector<std::string>& last_flags) {
  for (const char* path : {kShimFolder, kShimPath}) {
    if (mkdirat(folder, path, 0755) != 0 || fchmodat(folder, path, 0755, 0) != 0) {
      return ErrnoError(std::string("make the folder ") + path);
    }
  }
  for (const char* name : {"gcc", "cc", "g++", "c++", "clang", "clang++"}) {
    const std::string compiler = std::string("/usr/bin/") + name;
    if (access(compiler.c_str(), X_OK) != 0) continue;
    if (auto written = WriteShim(folder, name, compiler, flags, last_flags); !written)
      return written;
  }
  return {};
}

std::vector<std::string> ShimCalls(int folder) {
  const auto text = ReadFileBeneath(folder, std::string(kCallsFile), kMostCalls);
  if (!text) return {};  // no compiler was called
  std::vector<std::string> calls, words;
  for (std::string_view rest = *text; rest.find(kWordEnd) != rest.npos;) {
    const auto end = rest.find(kWordEnd);
    const auto word = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (word != kCallEnd) {
      words.emplace_back(word);
      continue;
    }
    const bool probe = words.empty() || words.front().find("/CMakeFiles") != std::string::npos;
    if (!probe) calls.push_back(CommandText({words.begin() + 1, words.end()}));
    words.clear();
  }
  return calls;
}

}  // namespace checker
