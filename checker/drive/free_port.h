// Where the network is shared, a connection that a server closed first keeps its port for a minute
// (TIME_WAIT), and the next server finds it taken unless it asks for SO_REUSEADDR. In a network of
// its own each server finds every port free.
#pragma once

#include <set>

#include "checker/drive/launch_plan.h"
#include "checker/model/check.h"

namespace checker {

// Those of these ports that are kept by connections of the past alone: where somebody listens, it is
// not the past that is in the way. None where each launch has a network of its own.
std::set<int> KeptPorts(const LaunchPlan& plan, const std::set<int>& ports);

// Until none of these ports is kept by connections of the past. Returns at once where each launch
// has a network of its own.
Task<void> UntilPortsAreFree(LaunchPlan plan, std::set<int> ports);

}  // namespace checker
