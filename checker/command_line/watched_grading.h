// One grading that shows on standard error how far it is, and that Ctrl+C ends in order.
#pragma once

#include "checker/grade_submission.h"

namespace checker {

// As by a shell: 128 and the signal's number.
inline constexpr int kExitInterrupted = 128 + SIGINT;

// GradeSubmission with `progress` and `stop` filled in. The first Ctrl+C ends it within a moment,
// with an Error and nothing left behind; a second one ends the program at once.
sandbox::Result<ScoreReport> GradeWatched(const Submission& submission,
                                          const Assignment& assignment, GradeOptions options,
                                          bool verbose);

// Whether Ctrl+C was pressed in a grading.
bool WasInterrupted();
const volatile std::sig_atomic_t* InterruptFlag();  // not 0 from then on

}  // namespace checker
