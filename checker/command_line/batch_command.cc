#include "checker/command_line/batch_command.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <thread>

#include "checker/batch/batch.h"
#include "checker/batch/class_report_of.h"
#include "checker/batch/local_engine.h"
#include "checker/batch/slurm_engine.h"
#include "checker/command_line/batch_progress.h"
#include "checker/command_line/class_outputs.h"
#include "checker/command_line/complaints.h"
#include "checker/command_line/outputs.h"
#include "checker/command_line/watched_grading.h"
#include "checker/intake/assignment_by_name.h"
#include "checker/intake/fingerprint.h"
#include "sandbox/launch/launcher_process.h"

namespace checker {
namespace {

namespace fs = std::filesystem;
using sandbox::Error;
using sandbox::Result;

Result<std::string> DigestOfFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  if (!file || !(bytes << file.rdbuf())) return Error("read " + path, "it cannot be read");
  return Sha256(bytes.str());
}

// A checker that was built anew may judge otherwise, whatever its version says.
Result<std::string> DigestOfChecker(const std::string& program) {
  const auto launcher = sandbox::FindLauncher();
  if (!launcher) return launcher.error();
  const auto of_program = DigestOfFile(program);
  if (!of_program) return of_program.error();
  const auto of_launcher = DigestOfFile(*launcher);
  if (!of_launcher) return of_launcher.error();
  return Sha256(*of_program + *of_launcher);
}

Result<BatchPlan> PlanOf(const BatchArguments& arguments, const Assignment& assignment,
                         std::vector<Entry> entries) {
  std::error_code error;
  const std::string program = fs::read_symlink("/proc/self/exe", error);
  if (error) return Error("read /proc/self/exe", error.message());
  const auto digest = DigestOfChecker(program);
  if (!digest) return digest.error();
  return BatchPlan{.entries = std::move(entries),
                   .checker = program,
                   .assignment = arguments.assignment,
                   .assignment_digest = assignment.sha256,
                   .checker_digest = *digest,
                   .resume = arguments.resume};
}

std::unique_ptr<Engine> MakeEngine(const BatchArguments& arguments, const ReportStore& store) {
  if (arguments.engine == "slurm") {
    return std::make_unique<SlurmEngine>(arguments.slurm, store.WorkFolder() + "/slurm");
  }
  const int processors = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  return std::make_unique<LocalEngine>(arguments.jobs > 0 ? arguments.jobs : processors,
                                       std::chrono::seconds(arguments.time_limit_s));
}

Result<BatchCounts> RunWatched(Batch& batch, Engine& engine) {
  CatchInterrupt();
  BatchProgress progress(isatty(STDERR_FILENO), TerminalWidth(STDERR_FILENO), std::cerr);
  const BatchWatcher watcher = {
      .on_progress = [&progress](const BatchCounts& counts) { progress.Show(counts); },
      .on_end = [&progress](
                    const BatchCounts& counts, const std::string& name,
                    const std::string& trouble) { progress.ShowEnd(counts, name, trouble); },
      .stop = InterruptFlag()};
  return batch.Run(engine, watcher);
}

void WriteSummary(const BatchCounts& counts, const std::string& out) {
  std::cout << counts.entries << " submissions: " << counts.graded << " graded, " << counts.kept
            << " graded before, " << counts.failed << " infrastructure errors";
  const int missing = counts.entries - counts.done();
  if (missing > 0) std::cout << ", " << missing << " not graded (--resume goes on)";
  std::cout << '\n' << out << "/gradebook.csv\n" << out << "/class.html\n";
}

int Finish(const BatchCounts& counts, const ClassReport& report, const BatchArguments& arguments) {
  if (auto written = WriteClass(report, arguments); !written) {
    return CheckerFailed(written.error());
  }
  WriteSummary(counts, arguments.out);
  if (WasInterrupted()) return InterruptedExitCode();
  if (counts.failed > 0) return kExitCheckerFailed;
  return Delivered();
}

}  // namespace

int GradeBatch(const BatchArguments& arguments) {
  const auto assignment = FindAssignment(arguments.assignment);
  if (!assignment) return UsageError(assignment.error().Text());
  const auto roster = ReadRoster(arguments.roster);
  if (!roster) return UsageError(roster.error().Text());
  const auto store = ReportStore::Open(arguments.out);
  if (!store) return UsageError(store.error().Text());
  auto entries = EntriesOf(arguments.folders, store->path());
  if (!entries) return UsageError(entries.error().Text());
  auto journal = Journal::Open(store->JournalPath());
  if (!journal) return UsageError(journal.error().Text());
  auto plan = PlanOf(arguments, *assignment, *entries);
  if (!plan) return CheckerFailed(plan.error());
  Batch batch(std::move(*plan), *store, *journal);
  const auto engine = MakeEngine(arguments, *store);
  const auto counts = RunWatched(batch, *engine);
  if (!counts) return CheckerFailed(counts.error());
  return Finish(*counts, ClassReportOf(*entries, *store, *journal), arguments);
}

}  // namespace checker
