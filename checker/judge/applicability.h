// Which checks make sense for a server of this design and dialogue.
#pragma once

#include <optional>
#include <string>

#include "checker/model/assignment.h"
#include "checker/model/check.h"

namespace checker {

// Why this check does not apply, in words; nullopt where it does.
std::optional<std::string> NotApplicableBecause(const Check& check, const ServerFacts& facts,
                                                const Assignment& assignment);

// The assignment with every check off that no submission could be held to, since the assignment's
// own design or dialogue rules it out: its points then count for nobody.
Assignment WithoutImpossibleChecks(Assignment assignment);

}  // namespace checker
