#include "checker/command_line/github_files.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "reports/github.h"
#include "reports/markdown.h"

namespace checker {
namespace {

using sandbox::Error;
using sandbox::Result;

Result<void> AppendTo(const char* variable, const std::string& text) {
  const char* path = std::getenv(variable);
  if (path == nullptr || *path == '\0') return {};
  std::ofstream file(path, std::ios::app);
  file << text << std::flush;
  if (!file) return Error(std::string("append to the file of ") + variable, path);
  return {};
}

Result<void> Append(const std::string& summary, const std::string& outputs) {
  if (auto appended = AppendTo("GITHUB_STEP_SUMMARY", summary); !appended) return appended;
  return AppendTo("GITHUB_OUTPUT", outputs);
}

}  // namespace

Result<void> AppendForGithub(const ScoreReport& report) {
  std::ostringstream summary, outputs;
  reports::WriteMarkdown(report, {}, summary);
  reports::WriteGithubOutputs(report, outputs);
  return Append(summary.str(), outputs.str());
}

Result<void> AppendForGithub(const InfrastructureError& error) {
  std::ostringstream summary, outputs;
  reports::WriteMarkdownError(error, {}, summary);
  reports::WriteGithubOutputs(error, outputs);
  return Append(summary.str(), outputs.str());
}

}  // namespace checker
