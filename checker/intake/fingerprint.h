// The identity of what was handed in: equal files under equal names have equal fingerprints.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checker/intake/tree.h"
#include "sandbox/os/result.h"

namespace checker {

// SHA-256 in lower-case hexadecimal over names, sizes and contents in the order given. An
// unreadable file is an Error.
sandbox::Result<std::string> Fingerprint(int folder, const std::vector<TreeEntry>& entries);

// SHA-256 of one text, for example an assignment's.
std::string Sha256(std::string_view text);

}  // namespace checker
