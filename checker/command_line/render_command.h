// `checker render`: a stored score report in other formats.
#pragma once

#include "checker/command_line/arguments.h"

namespace checker {

int Render(const RenderArguments& arguments);

}  // namespace checker
