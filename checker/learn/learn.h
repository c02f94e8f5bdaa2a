// Finding out what a program is by running it: how it takes its port, how it talks, when it ends, how it is built inside.
// Every try is a fresh launch. Nothing here judges.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "checker/drive/session.h"
#include "checker/model/assignment.h"
#include "checker/model/server_facts.h"
#include "sandbox/os/result.h"

namespace checker {

struct LearnRequest {
  LaunchPlan plan;
  std::optional<LaunchForm> launch;      // the only one to try; none: the usual ones
  bool port_is_given = false;            // plan.port is the assignment's
  std::vector<std::string> file_names;   // of the submission: a file server may be asked for one
  std::set<int> numbers_in_sources;      // whole decimal numbers: a port among them was meant as it stands
};

// The first way of starting the program after which it listens; else the one that got furthest. Fills launch, launch_tries,
// port, address, port_source. The bool says whether it listened.
Task<sandbox::Result<bool>> LearnLaunch(const LearnRequest& request, ServerFacts* facts);

// A conversation that works, tried three times. Fills exchange (none where no client was ever accepted).
Task<sandbox::Result<void>> LearnExchange(const LearnRequest& request, ServerFacts* facts);

// Who may speak when, where an operator types: kFullDuplex where it is certain, else kUnknown.
Task<sandbox::Result<Turns>> LearnTurns(const LearnRequest& request, ServerFacts facts);

// Clients in turn, up to seven: does the server end by itself? Fills ends_after_clients.
Task<sandbox::Result<void>> LearnLifetime(const LearnRequest& request, ServerFacts* facts);

// Who comes to life and who holds what when clients connect. Fills design, design_confidence, design_reason,
// serves_at_once.
Task<sandbox::Result<void>> LearnDesign(const LearnRequest& request, ServerFacts* facts);

// The last resort for handlers too quick to be seen: what the program imports.
Design DesignByImports(int folder, const std::string& program);

}  // namespace checker
