#include "checker/build/build.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "checker/build/build_job.h"
#include "checker/build/compiler.h"
#include "checker/build/default_build.h"
#include "checker/build/programs.h"
#include "checker/build/project_build.h"
#include "checker/build/source_copy.h"
#include "checker/intake/tree.h"

namespace checker {
namespace {

using sandbox::Result;

struct Found {
  Built built;
  bool server_listens = false;
};

// Which of a folder's programs matter; where there is none the names are empty.
Result<Found> FindServer(const BuildJob& job, const std::string& path) {
  auto folder = OpenFolder(path);
  if (!folder) return folder.error();
  auto programs = FindPrograms(folder->get());
  if (!programs) return programs.error();
  Found found{.built = {.folder = path}};
  auto& built = found.built;
  for (const auto& program : *programs) built.candidates.push_back(program.path);
  if (const auto* server = ChooseServer(*programs)) {
    built.program = server->path;
    found.server_listens = server->listens;
  }
  if (const auto& wanted = job.assignment.binary; !wanted.empty()) {
    built.program = OpenFileBeneath(folder->get(), wanted) ? wanted : "";
    found.server_listens = true;  // the assignment's word
  }
  if (const auto* client = ChooseClient(*programs, built.program))
    built.client_program = client->path;
  return found;
}

Result<Built> WithoutPrograms(const std::string& path) {
  if (auto folder = MakeFolder(path); !folder) return folder.error();
  return Built{.folder = path};
}

Result<Built> Default(BuildJob& job, const std::string& path) {
  auto folder = CopySources(job.submission, path);
  if (!folder) return folder.error();
  auto made = BuildByDefault(job, folder->get());
  if (!made) return made.error();
  auto found = FindServer(job, path);
  if (!found) return found.error();
  if (!*made) {
    found->built.program.clear();
    if (job.submission.kind == Submission::Kind::kSourceFile) {
      job.Say("Only this file was handed in; grade its folder if it needs others.");
    }
  }
  return std::move(found->built);
}

bool HasServerSource(const Submission& submission) {
  return std::any_of(submission.sources.begin(), submission.sources.end(),
                     [](const SourceFile& source) { return source.listens; });
}

bool HasSource(const BuildJob& job) { return !job.submission.sources.empty(); }

// The log of a failed Makefile also says whether the Makefile is the only thing that is wrong.
Result<Built> AfterFailedProject(BuildJob& job, const std::string& where) {
  auto left = WithoutPrograms(where + "/failed");
  if (!left || !HasSource(job)) return left;
  BuildJob attempt(job.submission, job.assignment, job.isolation, job.last_flags);
  auto built = Default(attempt, where + "/default");
  if (!built) return built.error();
  if (!built->program.empty()) {
    job.Say("Without the submission's own build the sources compile: " +
            attempt.summary.commands.front());
  }
  return left;
}

// What the assignment's own command starts need be no program of the machine: it is in the folder.
Built StartedByCommand(const BuildJob& job, const std::string& path) {
  return {.folder = path, .program = CommandText(job.assignment.command)};
}

Result<Built> Project(BuildJob& job, const std::string& where) {
  auto end = BuildProject(job, where + "/work", where + "/built");
  if (!end) return end.error();
  if (*end == ProjectBuildEnd::kDone && !job.assignment.command.empty())
    return StartedByCommand(job, where + "/built");
  if (*end == ProjectBuildEnd::kFailed) return AfterFailedProject(job, where);
  if (*end == ProjectBuildEnd::kDone) {
    auto found = FindServer(job, where + "/built");
    if (!found) return found.error();
    const bool lacks_server =
        found->built.program.empty() || (!found->server_listens && HasServerSource(job.submission));
    if (!lacks_server || !HasSource(job)) return std::move(found->built);
    job.Say("The submission's own build made no server; the sources are compiled without it.");
  } else {
    if (!HasSource(job)) return WithoutPrograms(where + "/failed");
    job.Say(
        "The submission's own build needs a program that is not installed here; the sources are "
        "compiled without it.");
  }
  return Default(job, where + "/default");
}

Result<Built> KeepExecutable(const Submission& submission, const std::string& path) {
  auto folder = CopyExecutable(submission, path);
  if (!folder) return folder.error();
  Built built{.folder = path, .program = LastName(submission.path)};
  built.candidates = {built.program};
  built.summary.status = BuildStatus::kSkipped;
  return built;
}

// Another language is for the assignment's own commands to build and to start.
bool MayBuild(const Submission& submission, const Assignment& assignment) {
  const bool has_commands = !assignment.build.empty() || !assignment.command.empty();
  return submission.not_buildable.empty() || (has_commands && !submission.other_files.empty());
}

// A program in another language that is started as it was written.
bool NeedsNoBuild(const BuildJob& job) {
  return !job.assignment.command.empty() && !HasSource(job) && !BringsBuild(job);
}

Result<Built> KeepSources(const BuildJob& job, const std::string& path) {
  auto folder = CopySources(job.submission, path);
  if (!folder) return folder.error();
  return StartedByCommand(job, path);
}

Result<Built> BuildFolder(BuildJob& job, const std::string& where) {
  if (NeedsNoBuild(job)) return KeepSources(job, where + "/built");
  return BringsBuild(job) ? Project(job, where) : Default(job, where + "/built");
}

}  // namespace

Result<Built> Build(const Submission& submission, const Assignment& assignment,
                    const sandbox::Isolation& isolation, const TemporaryFolder& where,
                    const std::vector<std::string>& last_flags) {
  if (submission.kind == Submission::Kind::kExecutable) {
    return KeepExecutable(submission, where.path() + "/built");
  }
  const auto start = std::chrono::steady_clock::now();
  BuildJob job(submission, assignment, isolation, last_flags);
  const bool may_build = MayBuild(submission, assignment);
  if (!may_build) job.Say(submission.not_buildable);
  auto built =
      may_build ? BuildFolder(job, where.path()) : WithoutPrograms(where.path() + "/built");
  if (!built) return built.error();
  if (may_build && built->program.empty() && !assignment.binary.empty()) {
    job.Say("The program that the assignment names was not made: " + assignment.binary);
  }
  built->summary = std::move(job.summary);
  built->summary.status = built->program.empty() ? BuildStatus::kFailed
                          : NeedsNoBuild(job)    ? BuildStatus::kSkipped
                                                 : BuildStatus::kOk;
  built->summary.duration_ms =
      static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(
                           std::chrono::steady_clock::now() - start)
                           .count());
  return built;
}

}  // namespace checker
