// Where the reports of one grading go.
#pragma once

#include <optional>
#include <vector>

#include "checker/command_line/arguments.h"
#include "checker/model/score_report.h"
#include "sandbox/os/result.h"

namespace checker {

int TerminalWidth(int fd);
bool StandardOutputHasColours();

class Outputs {
 public:
  // submission: what lies at a path in there is not trusted; "" where there is none.
  // audience: none stands for each format's own.
  Outputs(std::vector<ReportRequest> requests, std::string submission, bool verbose,
          std::optional<Audience> audience);

  // Until the grading has ended, a report file says that it has not: whoever reads it after a power
  // cut must not find last week's points.
  sandbox::Result<void> Announce() const;

  // To every output; an InfrastructureError takes a report's place.
  sandbox::Result<void> Deliver(const ScoreReport& report) const;
  sandbox::Result<void> Deliver(const InfrastructureError& error) const;
  // To the files alone: whoever has pressed Ctrl+C knows why nothing else is said.
  sandbox::Result<void> DeliverToFiles(const InfrastructureError& error) const;

 private:
  template <typename Document>
  sandbox::Result<void> DeliverToAll(const Document& document) const;
  template <typename Document>
  sandbox::Result<void> Write(const ReportRequest& request, const Document& document) const;

  std::vector<ReportRequest> requests_;
  std::string submission_;
  bool verbose_;
  std::optional<Audience> audience_;
};

}  // namespace checker
