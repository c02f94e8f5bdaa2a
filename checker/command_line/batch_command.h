// checker batch
#pragma once

#include "checker/command_line/arguments.h"

namespace checker {

// Grades everything in the folders and writes gradebook.csv and class.html beside the reports. 0,
// or kExitCheckerFailed where the checker or its machine failed for somebody.
int GradeBatch(const BatchArguments& arguments);

}  // namespace checker
