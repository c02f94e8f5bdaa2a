// What a server may answer, before anybody knows whether it does.
#pragma once

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

}  // namespace checker
