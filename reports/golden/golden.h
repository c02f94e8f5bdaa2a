// Reports written by hand, for the tests of every format: what a grading can end in, hostile bytes
// included.
#pragma once

#include "checker/model/score_report.h"

namespace reports {

// A fork server with leaks: passes, fails, a consequence, undecided, untested, advice, notes.
checker::ScoreReport FaultyForkServer();

// Full marks.
checker::ScoreReport FaultlessServer();

// It does not compile.
checker::ScoreReport UnbuildableSubmission();

// Every text that comes from a student's side tries to be something else: a command of each
// platform, markup, broken bytes.
checker::ScoreReport HostileSubmission();

// As many checks as a catalogue may have, hostile every one of them, each with all the evidence
// that a report may have.
checker::ScoreReport EnormousReport();

checker::InfrastructureError HeldPort();

}  // namespace reports
