// What the pictures of a report are drawn from: who lived, and what happened in which order. A pure
// function of the moments of one exercise; what happened between two of them is known to have
// happened, its order is not.
#pragma once

#include <vector>

#include "checker/model/evidence.h"
#include "checker/model/score_report.h"

namespace checker {

struct Lives {
  std::vector<ProcessLife> processes;   // in the order in which they were first seen
  std::vector<TimelineEvent> timeline;  // in order
};

// Descriptors of connections and of listening sockets alone: an event "open" or "close" without a
// client is about the latter. An event of a thread has its tid.
Lives LivesIn(const Evidence& evidence);

}  // namespace checker
