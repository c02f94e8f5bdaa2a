// Every check that applies, exercised and judged: in parallel where that disturbs nothing, each
// after its prerequisites.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checker/drive/session.h"
#include "checker/judge/instrumented_builds.h"
#include "checker/model/assignment.h"
#include "checker/model/build_summary.h"
#include "checker/model/score_report.h"
#include "sandbox/os/result.h"

namespace checker {

struct RunRequest {
  LaunchPlan plan;
  ServerFacts facts;   // of a server that was handed in
  ClientFacts client;  // of a client
  BuildSummary build;
  Assignment assignment;
  std::vector<std::string> only;  // id prefixes; empty: all
  // Null: checks of instrumented builds do not apply.
  std::shared_ptr<InstrumentedBuilds> builds;
  // Where to put what is seen of a server that sits for its portrait beside its checks; null: none
  // does.
  Evidence* portrait = nullptr;
  std::function<void(std::string_view)> progress;
};

struct RunResult {
  // in the catalogue's order, explained_by filled in, without points
  std::vector<CheckResult> checks;
  std::vector<NotApplicable> not_applicable;
  // By id of a failed check: the address behind the call in which the server slept
  // (checker/drive/stuck_server.h).
  std::map<std::string, std::uint64_t> sleeps_at;
};

// How many clients an exercise may hold: as many as the server is meant to serve.
int ClientsToHold(const RunRequest& request);

// Begins the instrumented builds that the checks will ask for, as far as these facts tell.
void BeginBuilds(const RunRequest& request, const ServerFacts& facts);

Task<sandbox::Result<RunResult>> RunChecks(const RunRequest& request);

}  // namespace checker
