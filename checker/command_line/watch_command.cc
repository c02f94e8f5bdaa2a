#include "checker/command_line/watch_command.h"

#include <unistd.h>

#include <iostream>
#include <optional>

#include "checker/command_line/complaints.h"
#include "checker/command_line/folder_watch.h"
#include "checker/command_line/outputs.h"
#include "checker/command_line/watched_grading.h"
#include "checker/intake/assignment_by_name.h"
#include "checker/intake/submission_reader.h"
#include "reports/changes.h"
#include "reports/report.h"

namespace checker {
namespace {

reports::Style StyleOfScreen(bool verbose) {
  return {.colour = StandardOutputHasColours(),
          .verbose = verbose,
          .width = TerminalWidth(STDOUT_FILENO)};
}

// Read afresh each time: files come and go.
sandbox::Result<ScoreReport> GradeNow(const WatchArguments& arguments,
                                      const Assignment& assignment) {
  const auto submission = ReadSubmission(arguments.submission);
  if (!submission) return submission.error();
  GradeOptions options;
  options.only = arguments.only;
  return GradeWatched(*submission, assignment, std::move(options), false);
}

void Show(const ScoreReport& report, const std::optional<ScoreReport>& before, bool verbose) {
  const reports::Style style = StyleOfScreen(verbose);
  reports::FindFormat("terminal")->write(report, style, std::cout);
  if (before) {
    std::cout << "\n";
    reports::WriteChanges(*before, report, style, std::cout);
  }
  std::cout << "\nWaiting for a change; Ctrl+C ends.\n" << std::flush;
}

}  // namespace

int Watch(const WatchArguments& arguments) {
  const auto assignment = FindAssignment(arguments.assignment);
  if (!assignment) return UsageError(assignment.error().Text());
  if (const auto submission = ReadSubmission(arguments.submission); !submission) {
    return UsageError(submission.error().Text());
  }
  auto watch = FolderWatch::On(arguments.submission);
  if (!watch) return CheckerFailed(watch.error());
  std::optional<ScoreReport> before;
  do {
    auto report = GradeNow(arguments, *assignment);
    if (WasInterrupted()) break;
    if (!report) {
      CheckerFailed(report.error());
    } else {
      Show(*report, before, arguments.verbose);
      before = std::move(*report);
    }
  } while (watch->WaitForChange(InterruptFlag()));
  return InterruptedExitCode();
}

}  // namespace checker
