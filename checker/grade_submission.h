// The whole sentence: submission -> build -> sandboxed server -> clients and probes -> evidence ->
// verdicts -> score.
#pragma once

#include <csignal>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "checker/model/assignment.h"
#include "checker/model/score_report.h"
#include "checker/model/submission.h"
#include "sandbox/os/result.h"

namespace checker {

struct GradeOptions {
  std::vector<std::string> only;  // id prefixes; empty: all
  std::string keep_dir;           // the built submission is copied to `built` in it; "" = no
  bool sanitizers = true;         // false: checks of instrumented builds do not apply
  std::uint64_t seed = 0;         // of nonces and ports; 0 = fresh
  // called with what is being done now; may be empty
  std::function<void(std::string_view)> progress;
  // Once not 0 (a signal handler may set it), the grading ends within a moment with the Error
  // "interrupted"; may be null.
  const volatile std::sig_atomic_t* stop = nullptr;
};

// An Error means that the checker or the host failed (exit 70); what the student did wrong is in
// the report.
sandbox::Result<ScoreReport> GradeSubmission(const Submission& submission,
                                             const Assignment& assignment,
                                             const GradeOptions& options);

}  // namespace checker
