// Removes a folder with everything in it, whatever an untrusted program has made of it: unreadable
// folders, any names, any depth. Never follows a symbolic link.
#pragma once

#include <string>

namespace sandbox {

// Whose processes are gone. True if nothing is left; else errno says why the first thing could not
// be removed.
bool RemoveTree(const std::string& path);

}  // namespace sandbox
