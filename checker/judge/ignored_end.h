// A client's end-of-file that was read and did not matter: the handler goes on with its part of a
// dialogue that is over. recv(2): 0 is end-of-file.
#pragma once

#include <optional>

#include "checker/model/check.h"
#include "checker/model/observation.h"

namespace checker {

// Fails where a task that waited for the client's next words `before` its end asks the operator for
// answers `after` it, and lines that were typed since have been sent to the client.
std::optional<Verdict> FailIfAnsweredAfterItsEnd(const Observation& before,
                                                 const Observation& after, int client);

}  // namespace checker
