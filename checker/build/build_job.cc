#include "checker/build/build_job.h"

#include <algorithm>

#include "checker/build/diagnostics.h"

namespace checker {

BuildJob::BuildJob(const Submission& submission_in, const Assignment& assignment_in,
                   const sandbox::Isolation& isolation_in,
                   const std::vector<std::string>& last_flags_in)
    : submission(submission_in),
      assignment(assignment_in),
      isolation(isolation_in),
      last_flags(last_flags_in),
      files_(submission_in.other_files) {
  for (const auto& source : submission.sources) files_.push_back(source.path);
}

void BuildJob::Record(const std::string& command, const BuildRun& run) {
  summary.log += "$ " + command + "\n" + run.output;
  if (!summary.log.ends_with('\n')) summary.log += '\n';
  if (!run.stopped.empty()) Say("Stopped: " + run.stopped + ".");
  auto& all = summary.diagnostics;
  for (auto& diagnostic : ParseDiagnostics(run.output, files_)) {
    const bool known = std::any_of(all.begin(), all.end(), [&](const Diagnostic& each) {
      return each.file == diagnostic.file && each.line == diagnostic.line &&
             each.column == diagnostic.column && each.message == diagnostic.message;
    });
    if (!known) all.push_back(std::move(diagnostic));
  }
}

std::chrono::milliseconds BuildJob::TimeLeft() const {
  using std::chrono::milliseconds;
  const auto spent =
      std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start_);
  return std::max(milliseconds(1), kLongestBuild - spent);
}

void BuildJob::Say(std::string_view sentence) {
  summary.log += sentence;
  summary.log += '\n';
}

}  // namespace checker
