// How far a batch is, on standard error: a live line on a terminal, elsewhere a line for each
// submission.
#pragma once

#include <chrono>
#include <iosfwd>
#include <string>

#include "checker/batch/batch.h"
#include "checker/command_line/progress_line.h"

namespace checker {

// "37 of 300 done, 2 running, 1 failed, 4.1 a minute, about 64 min left". elapsed: since the batch
// began.
std::string BatchInWords(const BatchCounts& counts, std::chrono::milliseconds elapsed);

class BatchProgress {
 public:
  BatchProgress(bool terminal, int width, std::ostream& out);

  void Show(const BatchCounts& counts);
  void ShowEnd(const BatchCounts& counts, const std::string& name, const std::string& trouble);
  void Clear() { line_.Clear(); }

 private:
  const bool terminal_;
  ProgressLine line_;
  std::ostream& out_;
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace checker
