#include "checker/command_line/assignment_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "checker/command_line/complaints.h"
#include "checker/command_line/report_file.h"
#include "checker/command_line/watched_grading.h"
#include "checker/intake/assignment_by_name.h"
#include "checker/intake/assignment_writer.h"
#include "checker/intake/submission_reader.h"
#include "checker/judge/applicability.h"
#include "reports/report.h"

namespace checker {
namespace {

namespace fs = std::filesystem;

int GradingFailed(const sandbox::Error& error) {
  const int code = CheckerFailed(error);
  return WasInterrupted() ? InterruptedExitCode() : code;
}

int WriteNew(const std::string& id, const std::string& text) {
  const std::string path = id + ".json";
  if (fs::exists(fs::symlink_status(path)))
    return UsageError("init: " + path + " is there already");
  if (auto written = ReplaceFile(path, text); !written) return UsageError(written.error().Text());
  std::cout << fmt::format(
      "Wrote {0}.\n\n  checker validate {0}             says whether it makes sense\n"
      "  checker SUBMISSION -a {0}        grades with it\n",
      path);
  return Delivered();
}

int InitFrom(const std::string& id, const std::string& path) {
  const auto submission = ReadSubmission(path);
  if (!submission) return UsageError(submission.error().Text());
  const auto report = GradeWatched(*submission, Assignment(), GradeOptions(), false);
  if (!report) return GradingFailed(report.error());
  if (!report->server || report->server->port_source == PortSource::kUnknown) {
    return UsageError("init: nothing can be learnt from " + path +
                      ", because no server was seen to listen; `checker " + path + "` says more");
  }
  const std::string reference = fs::proximate(path).lexically_normal().string();
  return WriteNew(id, LearntAssignment(*report, id, reference));
}

// The checks that cost the reference points.
void WriteShortfall(const Assignment& assignment, const ScoreReport& report, std::ostream& out) {
  for (const CheckResult& check : report.checks) {
    if (check.points == check.max_points) continue;
    out << fmt::format("  {:<10}  {}: {} of {} points\n              {}\n", Name(check.outcome),
                       check.id, check.points, check.max_points,
                       reports::Sanitized(check.rationale, 400));
  }
  if (!assignment.design) return;
  for (const NotApplicable& entry : report.not_applicable) {
    const CheckWeight weight = WeightOf(assignment, entry.id);
    if (weight.points > 0) out << fmt::format("  not applied  {}: {}\n", entry.id, entry.reason);
  }
}

int GradeReference(const Assignment& assignment, const Submission& reference) {
  const auto report = GradeWatched(reference, assignment, GradeOptions(), false);
  if (!report) return GradingFailed(report.error());
  const Score& score = report->score;
  const bool full = score.points == score.max_points;
  std::cout << fmt::format("The reference {} gets {} of {} points{}\n", reference.path,
                           score.points, score.max_points, full ? "." : ". It does not pass:");
  if (!full) WriteShortfall(assignment, *report, std::cout);
  const int delivered = Delivered();
  return delivered != 0 ? delivered : full ? 0 : 1;
}

}  // namespace

int InitAssignment(const InitArguments& arguments) {
  // "anna/" and "." have no last part; their absolute forms without the slash have.
  const std::string from =
      arguments.from.empty() ? "" : fs::weakly_canonical(arguments.from).stem().string();
  const std::string& name = arguments.name.empty() ? from : arguments.name;
  const std::string id = AsAssignmentId(name);
  if (!arguments.name.empty() && id != arguments.name) {
    return UsageError("init: a name has letters, digits, \"-\", \"_\" and \".\" only: " + id + "?");
  }
  if (!arguments.from.empty()) return InitFrom(id, arguments.from);
  return WriteNew(id, StarterAssignment(id));
}

int ValidateAssignment(const ValidateArguments& arguments) {
  const auto assignment = FindAssignment(arguments.assignment);
  if (!assignment) return UsageError(assignment.error().Text());
  std::cout << fmt::format("The assignment {} makes sense.\n", assignment->id);
  if (assignment->reference.empty()) {
    std::cout << "It names no reference, so nothing was graded with it.\n";
    return Delivered();
  }
  const auto reference = ReadSubmission(assignment->reference);
  if (!reference) return UsageError("the reference: " + reference.error().Text());
  return GradeReference(WithoutImpossibleChecks(*assignment), *reference);
}

}  // namespace checker
