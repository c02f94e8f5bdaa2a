#include "checker/command_line/watched_grading.h"

#include <unistd.h>

#include <iostream>

#include "checker/command_line/outputs.h"
#include "checker/command_line/progress_line.h"

namespace checker {
namespace {

volatile std::sig_atomic_t interrupted = 0;

ProgressLine::Mode ProgressMode(bool verbose) {
  if (isatty(STDERR_FILENO)) return ProgressLine::Mode::kLive;
  return verbose ? ProgressLine::Mode::kLines : ProgressLine::Mode::kSilent;
}

}  // namespace

// SIGPIPE stays as it is: an ignored signal would be inherited by the student's server.
void CatchInterrupt() {
  struct sigaction action = {};
  action.sa_handler = [](int signal) { interrupted = signal; };
  action.sa_flags = SA_RESTART | SA_RESETHAND;
  // SIGTERM is how platforms end what takes too long, SIGHUP how a closed terminal does.
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &action, nullptr);
}

sandbox::Result<ScoreReport> GradeWatched(const Submission& submission,
                                          const Assignment& assignment, GradeOptions options,
                                          bool verbose) {
  CatchInterrupt();
  ProgressLine line(ProgressMode(verbose), TerminalWidth(STDERR_FILENO), std::cerr);
  options.progress = [&line](std::string_view doing) { line.Show(doing); };
  options.stop = &interrupted;
  return GradeSubmission(submission, assignment, options);
}

bool WasInterrupted() { return interrupted != 0; }

int InterruptedExitCode() { return 128 + interrupted; }

const volatile std::sig_atomic_t* InterruptFlag() { return &interrupted; }

}  // namespace checker
