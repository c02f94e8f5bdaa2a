// Removes the control group of a box. rmdir(2), cgroups(7).
#pragma once

#include <string>

namespace sandbox {

// To be called when its processes have been collected: they leave the group a moment later, which
// is waited for. True if it is gone; else errno says why.
bool RemoveControlGroup(const std::string& path);

}  // namespace sandbox
