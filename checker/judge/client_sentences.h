// Sentences and small judgements on a client under test. Pure functions of what was seen.
#pragma once

#include <optional>
#include <string>

#include "checker/model/evidence.h"
#include "checker/model/verdict.h"

namespace checker {

// How it ended and what it printed last, or what it waits for.
std::string DescribeClient(const Observation& seen);

// It had to end by itself: a fail where it hangs, runs in circles or was killed, unresolved where
// that is not known. when: "after the reply".
std::optional<Verdict> FailUnlessClientEnded(const Observation& seen, const std::string& when);

}  // namespace checker
