// checker certify SUBMISSION|ASSIGNMENT
#pragma once

#include "checker/command_line/arguments.h"

namespace checker {

// 0 where no outcome changed, 1 where one did.
int CertifyCommand(const CertifyArguments& arguments);

}  // namespace checker
