// Arguments in, exit code out. The only file that knows both how to grade and how to report.
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <sstream>

#include "checker/command_line/arguments.h"
#include "checker/command_line/close_matches.h"
#include "checker/command_line/doctor.h"
#include "checker/command_line/progress_line.h"
#include "checker/command_line/report_file.h"
#include "checker/grade_submission.h"
#include "checker/intake/submission_reader.h"
#include "checker/model/catalogue.h"
#include "checker/score/score.h"
#include "reports/report.h"
#include "reports/requirements.h"

namespace checker {
namespace {

using reports::Format;
using reports::Style;
using sandbox::Error;
using sandbox::Result;

constexpr int kExitInterrupted = 128 + SIGINT;

volatile std::sig_atomic_t interrupted = 0;

// Once only: a second Ctrl+C ends the program at once, and the boxes with it. SIGPIPE stays as it
// is: an ignored signal would be inherited by the student's server.
void CatchInterrupt() {
  struct sigaction action = {};
  action.sa_handler = [](int) { interrupted = 1; };
  action.sa_flags = SA_RESTART | SA_RESETHAND;
  sigaction(SIGINT, &action, nullptr);
}

int TerminalWidth(int fd) {
  winsize size = {};
  const bool known = ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

bool StandardOutputHasColours() {
  const char* no_colour = std::getenv("NO_COLOR");  // no-color.org
  const char* terminal = std::getenv("TERM");
  return isatty(STDOUT_FILENO) && (no_colour == nullptr || *no_colour == '\0') &&
         terminal != nullptr && std::string_view(terminal) != "dumb";
}

int UsageError(const std::string& sentence) {
  std::cerr << "checker: " << sentence << '\n';
  return kExitUsage;
}

int CheckerFailed(const Error& error) {
  std::cerr << "checker: " << error.Text() << '\n';
  return kExitCheckerFailed;
}

// 0, unless what was written could not be delivered (a full disk).
int Delivered() {
  if (std::cout.flush()) return 0;
  return CheckerFailed(Error("write to standard output", "it takes no more"));
}

std::string DidYouMean(std::string_view written) {
  std::vector<std::string> ids;
  for (const Check* check : Catalogue()) ids.push_back(check->id);
  std::string sentence;
  for (const std::string& id : CloseMatches(written, ids)) {
    sentence += (sentence.empty() ? "; did you mean " : " or ") + id;
  }
  return sentence + (sentence.empty() ? "; `checker list` has them all" : "?");
}

// Where the reports of one grading go.
class Outputs {
 public:
  explicit Outputs(const GradeArguments& arguments)
      : requests_(arguments.reports), verbose_(arguments.verbose) {}

  // Until the grading has ended, a report file says that it has not: whoever reads it after a power
  // cut must not find last week's points.
  Result<void> Announce() const {
    for (const ReportRequest& request : requests_) {
      if (request.path.empty() || !IsReplaceable(request.path)) continue;
      if (auto written = Write(request, kUnfinished); !written) return written;
    }
    return {};
  }

  // Writes a ScoreReport or an InfrastructureError to every output.
  template <typename Document>
  Result<void> Deliver(const Document& document) const {
    Result<void> result;
    for (const ReportRequest& request : requests_) {
      if (auto written = Write(request, document); !written) result = written;
    }
    return result;
  }

 private:
  inline static const InfrastructureError kUnfinished = {"grade the submission",
                                                         "it has not come to an end"};

  static void Render(const Format& format, const ScoreReport& report, const Style& style,
                     std::ostream& out) {
    format.write(report, style, out);
  }
  static void Render(const Format& format, const InfrastructureError& error, const Style& style,
                     std::ostream& out) {
    format.write_error(error, style, out);
  }

  template <typename Document>
  Result<void> Write(const ReportRequest& request, const Document& document) const {
    const Format& format = *reports::FindFormat(request.format);
    Style style = {.verbose = verbose_};
    if (request.path.empty()) {
      style.colour = StandardOutputHasColours();
      style.width = TerminalWidth(STDOUT_FILENO);
      Render(format, document, style, std::cout);
      if (!std::cout.flush())
        return Error("write the report to standard output", "it takes no more");
      return {};
    }
    std::ostringstream text;
    Render(format, document, style, text);
    return ReplaceFile(request.path, text.str());
  }

  const std::vector<ReportRequest>& requests_;
  bool verbose_;
};

ProgressLine::Mode ProgressMode(bool verbose) {
  if (isatty(STDERR_FILENO)) return ProgressLine::Mode::kLive;
  return verbose ? ProgressLine::Mode::kLines : ProgressLine::Mode::kSilent;
}

// The error document goes where the report would have gone.
int Failed(const Outputs& outputs, const Error& error, int exit_code) {
  CheckerFailed(error);
  const auto delivered = outputs.Deliver(InfrastructureError{error.operation(), error.reason()});
  if (!delivered) CheckerFailed(delivered.error());
  return exit_code;
}

// Nothing is unwound: workers of the grading may still refer to each other. The boxes end with us.
[[noreturn]] void EndInterrupted(const Outputs& outputs) {
  std::_Exit(Failed(outputs, Error("grade the submission", "interrupted"), kExitInterrupted));
}

GradeOptions Options(const GradeArguments& arguments, const Outputs& outputs, ProgressLine& line) {
  GradeOptions options;
  options.only = arguments.only;
  options.seed = arguments.seed;
  if (!arguments.keep_dir.empty()) {
    options.keep_dir = std::filesystem::absolute(arguments.keep_dir).string();
  }
  options.progress = [&outputs, &line](std::string_view doing) {
    if (!interrupted) return line.Show(doing);
    line.Clear();
    EndInterrupted(outputs);
  };
  return options;
}

Result<ScoreReport> GradeWithProgress(const Submission& submission, const GradeArguments& arguments,
                                      const Outputs& outputs) {
  ProgressLine line(ProgressMode(arguments.verbose), TerminalWidth(STDERR_FILENO), std::cerr);
  return GradeSubmission(submission, Assignment(), Options(arguments, outputs, line));
}

int GradeInto(const Outputs& outputs, const Submission& submission,
              const GradeArguments& arguments) {
  CatchInterrupt();
  const auto report = GradeWithProgress(submission, arguments, outputs);
  if (!report) return Failed(outputs, report.error(), kExitCheckerFailed);
  const auto delivered = outputs.Deliver(*report);
  if (!delivered) return CheckerFailed(delivered.error());
  return arguments.exit_zero ? 0 : ExitCode(*report);
}

bool AnyCheckBeginsWith(const std::string& prefix) {
  return std::any_of(Catalogue().begin(), Catalogue().end(),
                     [&](const Check* check) { return check->id.starts_with(prefix); });
}

// One for each command: what it does, and the exit code.
struct Run {
  int operator()(const GradeArguments& arguments) const {
    for (const std::string& prefix : arguments.only) {
      if (AnyCheckBeginsWith(prefix)) continue;
      return UsageError("--only: no check begins with \"" + prefix + "\"" + DidYouMean(prefix));
    }
    const auto submission = ReadSubmission(arguments.submission);
    if (!submission) return UsageError(submission.error().Text());
    const Outputs outputs(arguments);
    if (auto announced = outputs.Announce(); !announced) {
      return UsageError(announced.error().Text());
    }
    return GradeInto(outputs, *submission, arguments);
  }

  int operator()(const ListArguments& arguments) const {
    (arguments.json ? reports::WriteCatalogueJson : reports::WriteCatalogue)(Catalogue(),
                                                                             std::cout);
    return Delivered();
  }

  int operator()(const ExplainArguments& arguments) const {
    const Check* check = FindCheck(arguments.id);
    if (check == nullptr) {
      return UsageError("there is no check \"" + arguments.id + "\"" + DidYouMean(arguments.id));
    }
    reports::WriteExplanation(*check, TerminalWidth(STDOUT_FILENO), std::cout);
    return Delivered();
  }

  int operator()(const DoctorArguments& arguments) const {
    (arguments.json ? WriteDiagnosisJson : WriteDiagnosis)(sandbox::ProbeIsolation(), std::cout);
    return Delivered();
  }

  int operator()(const Saying& saying) const {
    (saying.exit_code == 0 ? std::cout : std::cerr) << saying.text;
    return saying.exit_code == 0 ? Delivered() : saying.exit_code;
  }
};

std::vector<std::string> FormatNames() {
  std::vector<std::string> names;
  for (const Format& format : reports::Formats()) names.emplace_back(format.name);
  return names;
}

}  // namespace
}  // namespace checker

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  return std::visit(checker::Run{}, checker::ParseArguments(arguments, checker::FormatNames()));
}
