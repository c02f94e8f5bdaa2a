// A report on disk: whole or not at all.
#pragma once

#include <string>
#include <string_view>

#include "sandbox/os/result.h"

namespace checker {

// Puts contents where path is, under a temporary name first, so that no reader ever sees half of
// it. A symbolic link is followed; what is no regular file (/dev/stdout, a pipe) is written to
// directly.
sandbox::Result<void> ReplaceFile(const std::string& path, std::string_view contents);

// Whether ReplaceFile(path) would replace: false for a device, a pipe, a socket.
bool IsReplaceable(const std::string& path);

}  // namespace checker
