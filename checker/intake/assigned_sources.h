// What of a submission an assignment looks at.
#pragma once

#include "checker/model/assignment.h"
#include "checker/model/submission.h"

namespace checker {

// The submission with the sources that the assignment names alone (all where it names none), and
// those in its language alone. not_buildable says so where one is missing or nothing is left.
Submission WithAssignedSources(Submission submission, const Assignment& assignment);

}  // namespace checker
