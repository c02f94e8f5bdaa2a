#include "checker/command_line/outputs.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string_view>

#include "checker/command_line/github_files.h"
#include "checker/command_line/report_file.h"
#include "reports/feedback.h"
#include "reports/report.h"

namespace checker {
namespace {

using reports::Format;
using reports::Style;
using sandbox::Error;
using sandbox::Result;

const InfrastructureError kUnfinished = {"grade the submission", "it has not come to an end"};

std::map<std::string, std::string> WhatThePlatformSays() {
  std::map<std::string, std::string> environment;
  for (const char* name : reports::EnvironmentNames()) {
    if (const char* value = std::getenv(name)) environment[name] = value;
  }
  return environment;
}

ScoreReport ShownTo(Audience audience, const ScoreReport& report) {
  return reports::For(audience, report);
}
InfrastructureError ShownTo(Audience, const InfrastructureError& error) { return error; }

void Render(const Format& format, const ScoreReport& report, const Style& style,
            std::ostream& out) {
  format.write(report, style, out);
}

void Render(const Format& format, const InfrastructureError& error, const Style& style,
            std::ostream& out) {
  format.write_error(error, style, out);
}

}  // namespace

bool StandardOutputHasColours() {
  const char* no_colour = std::getenv("NO_COLOR");  // no-color.org
  const char* terminal = std::getenv("TERM");
  return isatty(STDOUT_FILENO) && (no_colour == nullptr || *no_colour == '\0') &&
         terminal != nullptr && std::string_view(terminal) != "dumb";
}

int TerminalWidth(int fd) {
  winsize size = {};
  const bool known = ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

Outputs::Outputs(std::vector<ReportRequest> requests, std::string submission, bool verbose,
                 std::optional<Audience> audience)
    : requests_(std::move(requests)),
      submission_(std::move(submission)),
      verbose_(verbose),
      audience_(audience) {}

Result<void> Outputs::Announce() const { return DeliverToFiles(kUnfinished); }

Result<void> Outputs::DeliverToFiles(const InfrastructureError& error) const {
  for (const ReportRequest& request : requests_) {
    if (request.path.empty()) continue;
    const auto owner = OwnerOf(request.path, submission_);
    if (!owner) return owner.error();
    if (!IsReplaceable(request.path, *owner)) continue;
    if (auto written = Write(request, error); !written) return written;
  }
  return {};
}

Result<void> Outputs::Deliver(const ScoreReport& report) const { return DeliverToAll(report); }

Result<void> Outputs::Deliver(const InfrastructureError& error) const {
  return DeliverToAll(error);
}

template <typename Document>
Result<void> Outputs::DeliverToAll(const Document& document) const {
  Result<void> result;
  for (const ReportRequest& request : requests_) {
    const Document shown =
        ShownTo(audience_.value_or(reports::FindFormat(request.format)->audience), document);
    if (auto written = Write(request, shown); !written) result = written;
    if (request.format != "github") continue;
    if (auto written = AppendForGithub(shown); !written) result = written;
  }
  return result;
}

template <typename Document>
Result<void> Outputs::Write(const ReportRequest& request, const Document& document) const {
  const Format& format = *reports::FindFormat(request.format);
  Style style = {.verbose = verbose_, .environment = WhatThePlatformSays()};
  if (request.path.empty()) {
    style.colour = StandardOutputHasColours();
    style.width = TerminalWidth(STDOUT_FILENO);
    Render(format, document, style, std::cout);
    if (!std::cout.flush()) return Error("write the report to standard output", "it takes no more");
    return {};
  }
  std::ostringstream text;
  Render(format, document, style, text);
  const auto owner = OwnerOf(request.path, submission_);
  if (!owner) return owner.error();
  return ReplaceFile(request.path, text.str(), *owner);
}

}  // namespace checker
