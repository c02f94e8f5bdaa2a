// What a check may need of how a server is started and how it talks.
#pragma once

#include <optional>
#include <string>

#include "checker/model/check.h"

namespace checker {

// Why this need is not met, in words; nullopt where it is, or where it is none of these.
std::optional<std::string> MissingAtStart(Need need, const ServerFacts& facts);
std::optional<std::string> MissingInDialogue(Need need, const Exchange& exchange);

}  // namespace checker
