// What a submission's own client says to its server, and what it is answered. Each runs in a box of
// its own, with the checker in between, which passes on what either says. Nothing is believed of a
// recording before fresh servers have confirmed it.
#pragma once

#include <string>
#include <vector>

#include "checker/learn/candidate.h"
#include "checker/learn/learn.h"

namespace checker {

struct Turn {
  std::string said;    // by the client, until the server spoke
  bool ended = false;  // behind it the client closed its side
  std::string answer;  // all that came before the client spoke again
};

struct Recording {
  std::vector<Turn> turns;
  std::vector<std::string> words;  // those of the user at the client's keyboard
};

// Starts the client in the usual ways until it connects, then again with other lines at its
// keyboard as long as none of its user's words comes back. Empty where nothing was said. The server
// is started as facts say.
Task<Recording> ListenToOwnClient(const LearnRequest& request, ServerFacts facts);

// Whether something that the user typed was answered with the same word.
bool WordCameBack(const Recording& recording);

// What is worth being said to a fresh server: first the message whose reply holds the user's word,
// behind what had been said before it.
std::vector<Candidate> CandidatesFrom(const Recording& recording);

}  // namespace checker
