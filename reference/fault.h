// One mistake and what it costs: a patch with a head. README.md describes the head.
#pragma once

#include <string>
#include <vector>

#include "reference/expectation.h"

namespace checker::reference {

struct Fault {
  std::string name;
  std::string program;                 // under correct/
  std::string fails;                   // the one check that fails by its own
  std::vector<std::string> explained;  // ids, folders or "*"
  std::vector<std::string> untested;   // the same
  std::vector<std::string> applies;    // what does not apply to the unpatched program; it passes
  std::string because;

  // Throws std::runtime_error where the head is not complete or has a line that nobody knows.
  static Fault Read(const std::string& name);

  std::filesystem::path File() const;
  // The right answers for the patched program; `unpatched` is the expectation of the program.
  Answers AnswersTo(const std::string& id, const Expectation& unpatched) const;
};

}  // namespace checker::reference
