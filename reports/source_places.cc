#include "reports/source_places.h"

#include <filesystem>

namespace reports {

namespace fs = std::filesystem;

std::string InRepository(const checker::ScoreReport& report, const Style& style,
                         const std::string& file) {
  const auto workspace = style.environment.find("GITHUB_WORKSPACE");
  if (workspace == style.environment.end() || workspace->second.empty() || file.empty())
    return file;
  const fs::path submission(report.submission_path);
  // A submission that is one file is named by it.
  const fs::path folder = submission.filename() == file ? submission.parent_path() : submission;
  const fs::path inside = (folder / file).lexically_relative(workspace->second);
  return inside.empty() || *inside.begin() == ".." ? file : inside.generic_string();
}

}  // namespace reports
