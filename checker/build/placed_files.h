// Files that come into and out of the folder that a server is launched from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sandbox/os/result.h"

namespace checker {

// Puts copies of `files` (absolute paths, folders too) into the built folder, each under its own
// name; what has that name there is replaced, and never followed if it is a link.
sandbox::Result<void> PlaceFiles(const std::vector<std::string>& files, const std::string& folder);

// Writes a file that is not there yet. path: relative to the open folder, no link in it.
sandbox::Result<void> PlaceText(int folder, const std::string& path, std::string_view text);

// Copies the built folder to `target`, which must not exist yet. Links stay links.
sandbox::Result<void> KeepFolder(const std::string& folder, const std::string& target);

}  // namespace checker
