// What a server may answer, before anybody knows whether it does.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checker/model/server_facts.h"

namespace checker {

struct Candidate {
  std::vector<std::string> parts;
  Framing framing = Framing::kRead;
  bool waits_for_end = false;  // the text alone had brought nothing
  std::vector<std::string> opening;
  LearnedFrom source = LearnedFrom::kProbes;
  bool must_return_nonce =
      false;  // a reply without the client's word is not the one that was meant
};

inline const std::string kText = "hello{nonce}";

// A little, then a little more.
const std::vector<std::string>& EscalationSteps();
constexpr int kEndStep = 5;  // the client's end-of-file comes after the last

// Which message may have been complete when the answer came at `step` of the escalation.
std::vector<Candidate> CandidatesForStep(int step);

// A message of that length, with as much of the usual text in it as there is room for.
std::string PaddedTo(std::uint64_t length);

// For a server that answers plain words with an error page.
std::vector<Candidate> PageRequests();

// What else a server may be waiting for, where plain words brought nothing. read_length: for how
// many bytes it was seen to ask.
std::vector<Candidate> OtherCandidates(const std::vector<std::string>& file_names,
                                       std::uint64_t read_length);

}  // namespace checker
