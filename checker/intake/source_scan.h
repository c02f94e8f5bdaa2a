// The text of one C or C++ source file -> the few facts that decide how it is built and which
// program is the server.
#pragma once

#include <string_view>

#include "checker/model/submission.h"

namespace checker {

struct SourceFacts {
  bool defines_main = false;
  bool listens = false;   // calls listen, accept or accept4
  bool connects = false;  // calls connect
};

// Looks at tokens, not at meaning: comments, literals, preprocessor lines and `#if 0` blocks are
// skipped, macros are not expanded. A method call (`server.listen(...)`) is not the socket call.
SourceFacts ScanSource(std::string_view text, Language language);

}  // namespace checker
