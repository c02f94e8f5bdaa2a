// checker grade
#pragma once

#include "checker/command_line/arguments.h"

namespace checker {

// Grades, writes every report, and returns the exit code.
int Grade(const GradeArguments& arguments);

}  // namespace checker
