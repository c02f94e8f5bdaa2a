#include "checker/command_line/render_command.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "checker/command_line/complaints.h"
#include "checker/command_line/outputs.h"
#include "reports/json_reader.h"

namespace checker {
namespace {

// One for each that a file may turn out to be.
struct DeliverTo {
  const Outputs& outputs;
  const std::string& path;

  int operator()(const ScoreReport& report) const { return Status(outputs.Deliver(report)); }
  int operator()(const InfrastructureError& error) const { return Status(outputs.Deliver(error)); }
  int operator()(const reports::NoReport& nothing) const {
    return UsageError(path + " is no score report: " + nothing.reason);
  }

  static int Status(const sandbox::Result<void>& delivered) {
    return delivered ? 0 : CheckerFailed(delivered.error());
  }
};

}  // namespace

int Render(const RenderArguments& arguments) {
  std::ifstream file(arguments.report, std::ios::binary);
  std::ostringstream text;
  // A folder can be opened; reading it fails.
  if (!file || !(text << file.rdbuf())) {
    return UsageError("read " + arguments.report + ": " + std::strerror(errno));
  }
  const Outputs outputs(arguments.reports, "", arguments.verbose, arguments.audience);
  return std::visit(DeliverTo{outputs, arguments.report}, reports::ReadJson(text.str()));
}

}  // namespace checker
