#include "checker/command_line/grade_command.h"

#include <algorithm>
#include <filesystem>

#include "checker/command_line/complaints.h"
#include "checker/command_line/handed_in.h"
#include "checker/command_line/outputs.h"
#include "checker/command_line/watched_grading.h"
#include "checker/intake/assignment_by_name.h"
#include "checker/model/catalogue.h"
#include "checker/score/score.h"

namespace checker {
namespace {

namespace fs = std::filesystem;
using sandbox::Error;
using sandbox::Result;

bool AnyCheckBeginsWith(const std::string& prefix) {
  return std::any_of(Catalogue().begin(), Catalogue().end(),
                     [&](const Check* check) { return check->id.starts_with(prefix); });
}

// What is kept must not mix with what is there, and nothing that is there is ours to remove.
Result<void> PrepareKeepFolder(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (!error && !fs::is_empty(path, error) && !error) {
    return Error("keep the built submission in " + path, "the folder is not empty");
  }
  if (error) return Error("keep the built submission in " + path, error.message());
  return {};
}

// The error document goes where the report would have gone.
int Failed(const Outputs& outputs, const Error& error) {
  CheckerFailed(error);
  const InfrastructureError document = {error.operation(), error.reason()};
  const bool interrupted = WasInterrupted();
  const auto delivered = interrupted ? outputs.DeliverToFiles(document) : outputs.Deliver(document);
  if (!delivered) CheckerFailed(delivered.error());
  return interrupted ? InterruptedExitCode() : kExitCheckerFailed;
}

int GradeInto(const Outputs& outputs, const HandedIn& handed_in, const Assignment& assignment,
              const GradeArguments& arguments) {
  GradeOptions options;
  options.only = arguments.only;
  options.seed = arguments.seed;
  options.keep_dir = arguments.keep_dir;
  options.sanitizers = arguments.sanitizers;
  auto report =
      GradeWatched(handed_in.submission, assignment, std::move(options), arguments.verbose);
  if (!report) return Failed(outputs, report.error());
  report->submission_path = handed_in.path;
  const auto delivered = outputs.Deliver(*report);
  if (!delivered) return CheckerFailed(delivered.error());
  return arguments.exit_zero ? 0 : ExitCode(*report);
}

}  // namespace

int Grade(const GradeArguments& given) {
  GradeArguments arguments = given;
  for (const std::string& prefix : arguments.only) {
    if (AnyCheckBeginsWith(prefix)) continue;
    return UsageError("--only: no check begins with \"" + prefix + "\"" + DidYouMean(prefix));
  }
  const auto assignment = FindAssignment(arguments.assignment);
  if (!assignment) return UsageError(assignment.error().Text());
  const auto handed_in = OpenHandedIn(arguments.submission);
  if (!handed_in) return UsageError(handed_in.error().Text());
  if (!arguments.keep_dir.empty()) {
    arguments.keep_dir = fs::absolute(arguments.keep_dir).lexically_normal().string();
    if (auto ready = PrepareKeepFolder(arguments.keep_dir); !ready) {
      return UsageError(ready.error().Text());
    }
    arguments.reports.push_back({"json", arguments.keep_dir + "/report.json"});
  }
  const Outputs outputs(arguments.reports, arguments.submission, arguments.verbose,
                        arguments.audience);
  if (auto announced = outputs.Announce(); !announced) {
    return UsageError(announced.error().Text());
  }
  return GradeInto(outputs, *handed_in, *assignment, arguments);
}

}  // namespace checker
