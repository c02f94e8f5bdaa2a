// -a NAME|FILE -> an Assignment.
#pragma once

#include <string>
#include <vector>

#include "checker/model/assignment.h"
#include "sandbox/os/result.h"

namespace checker {

// Where assignments/ and reference/ are found: ../share/checker beside the executable's folder
// where it is installed, else the source tree that it was built from.
std::string ProjectFolder();

// The names of the assignments that come with the checker, sorted.
std::vector<std::string> ShippedAssignments();

// "auto" -> Assignment(). With a slash or ".json" it is a file, else the name of a shipped one,
// else a file after all. An Error means exit 64.
sandbox::Result<Assignment> FindAssignment(const std::string& name_or_file);

}  // namespace checker
