// checker diff
#pragma once

#include "checker/command_line/arguments.h"

namespace checker {

// Says whose verdicts changed from one batch (or one score report) to another, and how. 1 where
// something did.
int Diff(const DiffArguments& arguments);

}  // namespace checker
