// What every way of building needs, and what it adds to.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "checker/build/build_box.h"
#include "checker/model/assignment.h"
#include "checker/model/score_report.h"
#include "checker/model/submission.h"
#include "sandbox/launch/isolation.h"

namespace checker {

class BuildJob {
 public:
  BuildJob(const Submission& submission, const Assignment& assignment,
           const sandbox::Isolation& isolation, const std::vector<std::string>& last_flags);

  const Submission& submission;
  const Assignment& assignment;
  const sandbox::Isolation& isolation;
  const std::vector<std::string>& last_flags;

  // Adds what a finished command printed: to the log, and what a person must look at to the
  // diagnostics.
  void Record(const std::string& command, const BuildRun& run);
  // Until the whole build has had its 60 seconds; at least 1 ms.
  std::chrono::milliseconds TimeLeft() const;

  // A sentence of ours in the log.
  void Say(std::string_view sentence);
  void AddCommand(const std::string& command) { summary.commands.push_back(command); }

  BuildSummary summary;

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::vector<std::string> files_;  // the submission's
};

}  // namespace checker
