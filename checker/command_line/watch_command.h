// `checker watch`: grades, and grades again whenever the submission has changed, until Ctrl+C.
#pragma once

#include "checker/command_line/arguments.h"

namespace checker {

int Watch(const WatchArguments& arguments);

}  // namespace checker
