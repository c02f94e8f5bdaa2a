// One launch that nobody judges: a few clients come, talk and leave, and the server is looked at
// after each step. Reports draw their picture from it.
#pragma once

#include "checker/drive/session.h"
#include "checker/model/evidence.h"

namespace checker {

// A moment for each step, as far as the server came. Without moments where it could not be
// launched.
Task<Evidence> SitForPortrait(LaunchPlan plan, ServerFacts facts, int clients_held);

}  // namespace checker
