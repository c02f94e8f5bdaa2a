// One grading that shows on standard error how far it is, and that Ctrl+C, SIGTERM and SIGHUP end
// in order.
#pragma once

#include "checker/grade_submission.h"

namespace checker {

// GradeSubmission with `progress` and `stop` filled in. The first Ctrl+C ends it within a moment,
// with an Error and nothing left behind; a second one ends the program at once.
sandbox::Result<ScoreReport> GradeWatched(const Submission& submission,
                                          const Assignment& assignment, GradeOptions options,
                                          bool verbose);

// From now on the first of these signals is only remembered, and a second one ends the program.
void CatchInterrupt();
// Whether Ctrl+C was pressed in a grading, or another of these signals has come.
bool WasInterrupted();
int InterruptedExitCode();                          // as of a shell: 128 and the signal's number
const volatile std::sig_atomic_t* InterruptFlag();  // not 0 from then on

}  // namespace checker
