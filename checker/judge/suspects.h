// Which line of the submission a failure comes from.
#pragma once

#include "checker/build/source_lines.h"
#include "checker/judge/run_checks.h"

namespace checker {

// Sets the source of every failed check that has none and whose suspect is one call in the program,
// proved (OnlyCall), in a file that was handed in. Where the program cannot be read no line is
// named.
void NameSuspects(const ProgramReader& program, RunResult* run);

// A sanitizer says a file's name without its folders: put in where only one file of the submission
// has that name, else the source is dropped.
void CompleteSources(const Submission& submission, RunResult* run);

}  // namespace checker
