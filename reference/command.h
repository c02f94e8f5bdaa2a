// Runs another program and waits for it.
#pragma once

#include <string>
#include <vector>

namespace checker::reference {

enum class Output { kShown, kDropped };

// words[0] is looked for in PATH. The exit status; -1 where it could not be started or was killed.
int RunCommand(const std::vector<std::string>& words, Output output = Output::kShown);

}  // namespace checker::reference
