// Lines of the submission's sources for addresses in its program, from the program's debug
// information.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/build/call_sites.h"
#include "checker/model/submission.h"
#include "checker/model/verdict.h"
#include "sandbox/launch/isolation.h"
#include "sandbox/os/result.h"

namespace checker {

// Asks objdump(1) and addr2line(1), in boxes: a program is as little to be trusted as its sources
// are.
class ProgramReader {
 public:
  // folder: the one that the program was built in, open. program: relative to it. All must outlive
  // the reader.
  ProgramReader(int folder, const std::string& program, const Submission& submission,
                const sandbox::Isolation& isolation)
      : folder_(folder), program_(program), submission_(submission), isolation_(isolation) {}

  // nullopt where the program cannot be read, or is so large that not all of it was seen.
  sandbox::Result<std::optional<CallSites>> ReadCalls() const;

  // For each address the line, where it is one of a file that was handed in.
  sandbox::Result<std::vector<std::optional<SourceLine>>> LinesOf(
      const std::vector<std::uint64_t>& addresses) const;

 private:
  sandbox::Result<std::optional<std::string>> Run(std::vector<std::string> argv) const;
  std::optional<SourceLine> ReadLine(std::string_view place) const;

  int folder_;
  const std::string& program_;
  const Submission& submission_;
  const sandbox::Isolation& isolation_;
};

}  // namespace checker
