// A second fence around files, of the kernel's own making, which holds also where there is no mount
// namespace. landlock(7).
#pragma once

#include <string>
#include <vector>

namespace sandbox {

// Folders and files by path; what is not there is passed over.
struct FileRights {
  std::vector<std::string> readable;  // and executable
  std::vector<std::string> writable;  // and all that readable allows
};

// What honest programs and compilers need of a host's own root.
FileRights HostFiles();

// From here on this process and its children can open nothing else. With ABI 6 they can signal no
// process outside either, and reach no abstract Unix socket. Needs no_new_privs. Ends the process
// on failure (failure.h).
void RestrictFiles(const FileRights& rights);

// The version of Landlock that the kernel offers, 0 if none.
int LandlockAbi();

}  // namespace sandbox
