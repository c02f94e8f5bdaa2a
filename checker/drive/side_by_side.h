// Several coroutines on one thread at the same time, and the wait for all of them.
#pragma once

#include <vector>

#include "checker/model/check.h"
#include "checker/model/server_facts.h"
#include "sandbox/launch/isolation.h"

namespace checker {

// Runs all of them, at most `at_once` at a time, in order; ends when the last has ended. They do
// not throw.
Task<void> SideBySide(std::vector<Task<void>> tasks, int at_once);

// How many servers of this kind may run at the same time: twice as many as there are processors,
// for mostly they wait, and more of those that sleep; one where they would share a network, and so
// their port.
int ServersAtOnce(const ServerFacts& facts, const sandbox::Isolation& isolation);

}  // namespace checker
