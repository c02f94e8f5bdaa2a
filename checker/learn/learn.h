// Finding out what a program is by running it: how it takes its port, how it talks, when it ends,
// how it is built inside. Every try is a fresh launch. Nothing here judges.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "checker/drive/session.h"
#include "checker/model/assignment.h"
#include "checker/model/client_facts.h"
#include "checker/model/server_facts.h"
#include "sandbox/os/result.h"

namespace checker {

struct LearnRequest {
  LaunchPlan plan;
  std::optional<LaunchForm> launch;     // the only one to try; none: the usual ones
  bool port_is_given = false;           // plan.port is the assignment's
  std::vector<std::string> file_names;  // of the submission: a file server may be asked for one
  // Puts files for a web server into the folder that later launches start from.
  std::function<sandbox::Result<std::vector<HttpSite>>()> place_sites;
  // Whether the program has a function by which it could send at all.
  std::function<bool()> can_send = [] { return true; };
  // of the same folder: a client for this server; "" where there is none
  std::string client_program;
  // whole decimal numbers: a port among them was meant as it stands
  std::set<int> numbers_in_sources;
};

// The first way of starting the program after which it listens; else the one that got furthest.
// Fills launch, launch_tries, port, address, port_source. The bool says whether it listened.
Task<sandbox::Result<bool>> LearnLaunch(const LearnRequest& request, ServerFacts* facts);

// A conversation that works, tried three times; where probes do not find one that is certain, the
// submission's own client is listened to. Fills exchange (none where no client was ever accepted).
Task<sandbox::Result<void>> LearnExchange(const LearnRequest& request, ServerFacts* facts);

// Of a server whose port is another one at each start: whether that is so because its bind(2)
// fails. Fills port_source.
Task<sandbox::Result<void>> LearnPortSource(const LearnRequest& request, ServerFacts* facts);

// Who may speak when: kFullDuplex where an operator types and it is certain, kSimplex where nothing
// is ever answered and the program could not, else kUnknown.
Task<sandbox::Result<Turns>> LearnTurns(const LearnRequest& request, ServerFacts facts);

// Whether the server puts its first client aside until others have come. Fills clients_together.
Task<sandbox::Result<void>> LearnPartners(const LearnRequest& request, ServerFacts* facts);

// Whether clients hear each other. Fills passes_words_on.
Task<sandbox::Result<void>> LearnCompany(const LearnRequest& request, ServerFacts* facts);

// Which of the files that request.place_sites puts beside a web server can be got from it. Fills
// site (none where the server speaks something else).
Task<sandbox::Result<void>> LearnSite(const LearnRequest& request, ServerFacts* facts);

// Clients in turn, up to twelve: does the server end by itself? Fills ends_after_clients.
Task<sandbox::Result<void>> LearnLifetime(const LearnRequest& request, ServerFacts* facts);

// Where a client under test connects, and what it has to be given for it: request.launch, or the
// usual ways in turn. Fills launch and port. The Error is the host's.
Task<sandbox::Result<void>> LearnClient(const LearnRequest& request, ClientFacts* facts);

// Who comes to life and who holds what when clients connect. Fills design, design_confidence,
// design_reason, serves_at_once.
Task<sandbox::Result<void>> LearnDesign(const LearnRequest& request, ServerFacts* facts);

// The last resort for handlers too quick to be seen: what the program imports.
Design DesignByImports(int folder, const std::string& program);

}  // namespace checker
