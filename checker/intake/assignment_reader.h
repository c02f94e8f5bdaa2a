// An assignment file -> an Assignment.
#pragma once

#include <string>
#include <string_view>

#include "checker/model/assignment.h"
#include "sandbox/os/result.h"

namespace checker {

// The form is reports/schema/assignment.v1.schema.json. Whatever is not understood is an Error that
// says all of it at once, each with its line and its place in the document (exit 64): unknown keys,
// keys that stand twice, wrong types, and what has a meaning but cannot be honoured yet.
//
// `launch.files` are found relative to the file's folder; `reference` too, else relative to
// `project_folder`. `reference` need not exist.
sandbox::Result<Assignment> ReadAssignmentFile(const std::string& path,
                                               const std::string& project_folder);

// The same for a text; `path` is where it stands or will stand.
sandbox::Result<Assignment> ReadAssignmentText(std::string_view text, const std::string& path,
                                               const std::string& project_folder);

}  // namespace checker
