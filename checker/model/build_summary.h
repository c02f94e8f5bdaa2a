// What building the submission did and said.
#pragma once

#include <string>
#include <vector>

namespace checker {

struct Diagnostic {
  std::string file;
  int line = 0;
  int column = 0;
  std::string severity;  // "error", "warning", "note"
  std::string message;
};

enum class BuildStatus { kOk, kFailed, kSkipped };

struct BuildSummary {
  BuildStatus status = BuildStatus::kSkipped;
  std::vector<std::string> commands;
  std::vector<Diagnostic> diagnostics;
  std::string log;
  int duration_ms = 0;
};

}  // namespace checker
