// Files to ask a web server for, put beside it without touching what was handed in.
#pragma once

#include <cstdint>
#include <vector>

#include "checker/model/server_facts.h"
#include "sandbox/os/result.h"

namespace checker {

// Writes a page and a book into the built folder and each folder in it, since any of them may be
// the served one, with words of their own; and a secret, which is the canary of the folder below.
// One site for each folder, the outermost first. folder: open, the checker's own copy.
sandbox::Result<std::vector<HttpSite>> PlaceSites(int folder, std::uint64_t seed);

}  // namespace checker
