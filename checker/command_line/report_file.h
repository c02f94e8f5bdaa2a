// A report on disk: whole or not at all.
#pragma once

#include <string>
#include <string_view>

#include "sandbox/os/result.h"

namespace checker {

// Who has made what already lies at a path.
enum class Owner {
  kUser,     // of the checker: a symbolic link is followed, and what is no regular file
             // (/dev/stdout, a pipe) is written to directly
  kStudent,  // a link or a pipe is a trap: whatever has the name is replaced
};

// Puts contents where path is, under a temporary name first, so that no reader ever sees half of
// it.
sandbox::Result<void> ReplaceFile(const std::string& path, std::string_view contents,
                                  Owner owner = Owner::kUser);

// Whether ReplaceFile(path) would replace: false for a device, a pipe, a socket of the user's.
bool IsReplaceable(const std::string& path, Owner owner = Owner::kUser);

// A path inside the submission is the student's, whatever links lead there. An Error where it only
// looks like one, since a link in the submission leads out again.
sandbox::Result<Owner> OwnerOf(const std::string& path, const std::string& submission);

}  // namespace checker
