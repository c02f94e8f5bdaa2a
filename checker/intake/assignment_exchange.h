// The part of an assignment that says how client and server talk.
#pragma once

#include "checker/intake/document_section.h"
#include "checker/model/server_facts.h"

namespace checker {

struct AssignedExchange {
  Exchange exchange;
  bool server_closes = true;       // the client is owed an end-of-file
  bool tolerates_padding = false;  // bytes behind the reply are no matter
};

// Complains about what makes no sense, and about dialogues that cannot be driven yet.
AssignedExchange ReadExchange(Section section);

}  // namespace checker
