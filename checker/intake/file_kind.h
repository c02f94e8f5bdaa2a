// What a file is, from its name and its first bytes.
#pragma once

#include <optional>
#include <string>

#include "checker/model/submission.h"

namespace checker {

// By the endings that GCC takes for C (.c) and C++ (.cc .cpp .cxx .C); case counts.
std::optional<Language> SourceLanguage(const std::string& path);

enum class ElfKind { kNone, kProgram, kSharedLibrary, kObject, kForeign };

// kForeign: for a machine that this host cannot execute.
ElfKind ClassifyElf(int folder, const std::string& path);

// For a sentence "x is ...": "Java", "a compiled program", "a PDF document", "binary". `path` is a
// regular file in `folder`.
std::string DescribeFile(int folder, const std::string& path);

}  // namespace checker
