// What outlives processes where there are no namespaces: System V and POSIX objects, and files in
// the folders that everybody may write to. With a user of its own it can be told whose they are.
#pragma once

#include <sys/types.h>

namespace sandbox {

// Removes everything of that user, as that user. Nothing may run as it any more.
void RemoveLeftovers(uid_t user);

}  // namespace sandbox
