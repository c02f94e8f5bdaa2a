// Submission -> program. The compiler runs in a box of its own, on a copy.
#pragma once

#include <string>
#include <vector>

#include "checker/model/assignment.h"
#include "checker/model/score_report.h"
#include "checker/model/submission.h"
#include "sandbox/launch/isolation.h"
#include "sandbox/os/result.h"

namespace checker {

// A folder that is removed with its owner: 0700, under ${TMPDIR:-/tmp}, named checker-XXXXXX.
class TemporaryFolder {
 public:
  static sandbox::Result<TemporaryFolder> Make();
  TemporaryFolder(TemporaryFolder&& other) noexcept;
  TemporaryFolder& operator=(TemporaryFolder&& other) noexcept;
  ~TemporaryFolder();
  const std::string& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

struct Built {
  BuildSummary summary;
  // The folder to launch from: the submission's files and what the build made, readable by all,
  // inside a 0700 parent.
  std::string folder;
  std::string program;         // the server, relative to folder; "" where the build failed
  std::string client_program;  // "" where there is none
  // All programs that were made: several mains make several programs.
  std::vector<std::string> candidates;
};

// Builds in boxes, by the assignment's command, else the submission's Makefile, else its
// CMakeLists.txt, else by default (each source that defines main becomes a program); the whole
// build has 60 s. `where` keeps the result and is empty before: one folder, one build. What the
// student did wrong is in the summary, with status kFailed and program ""; an Error is ours.
// `last_flags` are added behind all others to each call of a compiler, for example
// {"-fsanitize=address"}.
sandbox::Result<Built> Build(const Submission& submission, const Assignment& assignment,
                             const sandbox::Isolation& isolation, const TemporaryFolder& where,
                             const std::vector<std::string>& last_flags = {});

}  // namespace checker
