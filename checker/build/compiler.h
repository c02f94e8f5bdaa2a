// The default build's command lines: one process compiles and links one program.
#pragma once

#include <string>
#include <vector>

#include "checker/model/submission.h"

namespace checker {

struct ProgramToMake {
  std::string output;                       // relative path
  std::vector<SourceFile> sources;          // the one that defines main first
  std::vector<std::string> header_folders;  // searched besides the sources' own
  std::vector<std::string> flags;           // the assignment's
  std::vector<std::string> last_flags;      // for example sanitizers
  std::vector<std::string> libraries;       // "-lm"
};

std::vector<std::string> CompileCommand(const ProgramToMake& program);

// GCC 14 made errors of old habits in C; these flags make them warnings again. Empty where the
// compiler is older. Asks `gcc` once.
const std::vector<std::string>& OldHabitFlags();

// The libraries that define these symbols, in link order; empty where none is known.
std::vector<std::string> LibrariesFor(const std::vector<std::string>& undefined_symbols);

// The command as a person would type it.
std::string CommandText(const std::vector<std::string>& argv);

}  // namespace checker
