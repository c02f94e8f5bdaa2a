// checker init, checker validate
#pragma once

#include "checker/command_line/arguments.h"

namespace checker {

// Writes NAME.json into the working folder; never over a file that is there. With `from`, what was
// learnt from that submission; it is the reference then.
int InitAssignment(const InitArguments& arguments);

// 64: the file is no good; 1: its reference does not get full marks; 0: all is well, or it names no
// reference.
int ValidateAssignment(const ValidateArguments& arguments);

}  // namespace checker
