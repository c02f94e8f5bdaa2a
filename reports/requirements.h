// The catalogue for people and for machines: what a server is held to, before anything is graded.
#pragma once

#include <iosfwd>
#include <vector>

#include "checker/model/check.h"

namespace reports {

using Checks = std::vector<const checker::Check*>;

// One line each, under its folder.
void WriteCatalogue(const Checks& checks, std::ostream& out);

// An array of {id, title, level, requirement, see[], hint, applies_to[], after[], root_causes[],
// needs[]}.
void WriteCatalogueJson(const Checks& checks, std::ostream& out);

// What one check teaches (checker/model/lesson.h), all that is known of it, and how to look by
// hand.
void WriteExplanation(const checker::Check& check, int width, std::ostream& out);

}  // namespace reports
