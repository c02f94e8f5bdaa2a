#include "checker/intake/assigned_sources.h"

#include <algorithm>

namespace checker {
namespace {

const char* Words(Language language) { return language == Language::kC ? "C" : "C++"; }

bool Has(const Submission& submission, const std::string& path) {
  return std::any_of(submission.sources.begin(), submission.sources.end(),
                     [&](const SourceFile& source) { return source.path == path; });
}

void KeepNamed(const std::vector<std::string>& names, Submission& submission) {
  for (const std::string& name : names) {
    if (!Has(submission, name)) {
      submission.not_buildable = "the assignment asks for " + name + ", which is not there";
    }
  }
  std::erase_if(submission.sources, [&](const SourceFile& source) {
    return std::find(names.begin(), names.end(), source.path) == names.end();
  });
}

void KeepLanguage(Language language, Submission& submission) {
  std::erase_if(submission.sources,
                [&](const SourceFile& source) { return source.language != language; });
  if (submission.sources.empty() && submission.not_buildable.empty()) {
    submission.not_buildable =
        std::string("the assignment asks for ") + Words(language) + ", and there is no such source";
  }
}

}  // namespace

Submission WithAssignedSources(Submission submission, const Assignment& assignment) {
  const bool has_choice = submission.kind == Submission::Kind::kFolder;
  if (has_choice && !assignment.sources.empty()) KeepNamed(assignment.sources, submission);
  const bool is_source = submission.kind != Submission::Kind::kExecutable;
  if (is_source && assignment.language) KeepLanguage(*assignment.language, submission);
  return submission;
}

}  // namespace checker
