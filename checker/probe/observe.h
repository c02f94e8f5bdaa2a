// A look, joined with who holds which descriptor and what each task waits for -> an Observation.
#pragma once

#include <set>

#include "checker/model/observation.h"
#include "checker/probe/look.h"
#include "sandbox/launch/box.h"

namespace checker {

// Reads /proc/PID/fd of every live process of the look, and poll sets from its memory. What
// vanishes meanwhile is left out. ever_accepted: clients whose connection was once seen with an
// owner. Fills tasks, descriptors, listeners, connections.
Observation Observe(const sandbox::Box& box, const Look& look, const std::set<int>& ever_accepted);

// The descriptors of one process, which need not be among the look's tasks.
std::vector<DescriptorSeen> ObserveDescriptors(const sandbox::Box& box, const Look& look, int pid);

}  // namespace checker
