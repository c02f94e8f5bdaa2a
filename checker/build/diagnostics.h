// The text that compilers, linkers and make print -> what is wrong, and where.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checker/model/score_report.h"

namespace checker {

// `files` are the submission's, relative to it; a compiler's longer or shorter name for one of them
// is replaced by it. Of equal diagnostics the first is kept, and 500 in all. Where nothing says
// file and line (no rule to make a target, a missing library), `file` is "" and `line` 0.
std::vector<Diagnostic> ParseDiagnostics(std::string_view output,
                                         const std::vector<std::string>& files);

// The symbols that the linker did not find.
std::vector<std::string> UndefinedSymbols(std::string_view output);

}  // namespace checker
