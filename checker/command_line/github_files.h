// The files that GitHub Actions gives to a step: GITHUB_STEP_SUMMARY and GITHUB_OUTPUT name them.
#pragma once

#include "checker/model/score_report.h"
#include "sandbox/os/result.h"

namespace checker {

// Adds the summary and the outputs, each where its variable is set.
sandbox::Result<void> AppendForGithub(const ScoreReport& report);
sandbox::Result<void> AppendForGithub(const InfrastructureError& error);

}  // namespace checker
