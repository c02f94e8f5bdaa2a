// An archive as students hand it in -> its files in a folder. Nothing in it is trusted.
#pragma once

#include <string>

#include "sandbox/os/result.h"

namespace checker {

// By its name: .zip, or .tar alone and with gzip, bzip2, xz or zstd.
bool IsArchive(const std::string& name);

// Unpacks into `folder`, which is there and empty, as plain files and folders alone; what macOS
// puts in between is left out. "", or why the archive is refused, to follow "the archive": "holds a
// symbolic link: src/libs". An Error is ours.
//
// Refused are whatever a submission has no need of and an attacker has: absolute names, "..",
// links, devices, pipes, two names that differ in case at most, passwords, and more than a
// submission may have, however little of it is in the archive.
sandbox::Result<std::string> Unpack(const std::string& archive, const std::string& folder);

}  // namespace checker
