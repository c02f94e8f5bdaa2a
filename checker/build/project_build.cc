#include "checker/build/project_build.h"

#include <string_view>
#include <utility>
#include <vector>

#include "checker/build/build_box.h"
#include "checker/build/compiler.h"
#include "checker/build/compiler_shims.h"
#include "checker/build/programs.h"
#include "checker/build/source_copy.h"
#include "checker/intake/tree.h"

namespace checker {
namespace {

using sandbox::Result;
using Kind = TreeEntry::Kind;

constexpr int kCommandNotFound = 127;

struct ProjectCommand {
  std::vector<std::string> argv;
  std::string text;  // for people
};

// Out of the way of the folders that submissions have.
constexpr char kCMakeFolder[] = "checker-cmake";

ProjectCommand CMakeCommand(const std::string& target) {
  const std::string configure = std::string("cmake -S . -B ") + kCMakeFolder +
                                " -DCMAKE_BUILD_TYPE=Debug -G 'Unix Makefiles'";
  const std::string build = std::string("cmake --build ") + kCMakeFolder;
  if (target.empty())
    return {{"/bin/sh", "-c", configure + " && " + build}, configure + " && " + build};
  return {{"/bin/sh", "-c", configure + " && " + build + " --target \"$1\"", "cmake", target},
          configure + " && " + build + " --target " + CommandText({target})};
}

ProjectCommand CommandFor(const BuildJob& job) {
  const auto& assignment = job.assignment;
  if (!assignment.build.empty()) return {assignment.build, CommandText(assignment.build)};
  if (job.submission.makefile.empty()) return CMakeCommand(assignment.make_target);
  std::vector<std::string> make = {"make"};
  if (!assignment.make_target.empty()) make.push_back(assignment.make_target);
  return {make, CommandText(make)};
}

// make says 127 also where it could not fork; the name that was not found tells the two apart.
bool ToolIsMissing(const BuildRun& run) {
  const auto says = [&](std::string_view text) { return run.output.find(text) != run.output.npos; };
  const bool not_found = says(": not found\n") || says(": command not found\n") ||
                         says(": No such file or directory\nmake");
  return not_found && (run.exit_code == kCommandNotFound || says("Error 127"));
}

bool IsBuildDebris(int /*parent*/, const TreeEntry& entry) {
  const auto name = LastName(entry.path);
  if (entry.kind == Kind::kFolder) return entry.path == kShimFolder || name == "CMakeFiles";
  return name.ends_with(".o") || name.ends_with(".d");
}

// False where there is more than anybody would hand in.
Result<bool> Collect(BuildJob& job, int working_dir, const std::string& built) {
  auto tree = ListTree(working_dir, {.bytes = 256ull << 20,
                                     .files = 20'000,
                                     .depth = 40,
                                     .tolerate_unreadable = true,
                                     .skip = IsBuildDebris});
  if (!tree) return tree.error();
  if (!tree->exceeded.empty()) {
    job.Say("What the build made " + tree->exceeded + ".");
    return false;
  }
  auto to = MakeFolder(built);
  if (!to) return to.error();
  if (auto copied = CopyTree(working_dir, tree->entries, to->get()); !copied) return copied.error();
  return true;
}

}  // namespace

bool BringsBuild(const BuildJob& job) {
  return !job.assignment.build.empty() || !job.submission.makefile.empty() ||
         !job.submission.cmakelists.empty();
}

Result<ProjectBuildEnd> BuildProject(BuildJob& job, const std::string& work,
                                     const std::string& built) {
  auto source = CopySources(job.submission, work);
  if (!source) return source.error();
  if (auto written = WriteShims(source->get(), job.assignment.flags, job.last_flags); !written)
    return written.error();

  const auto command = CommandFor(job);
  job.AddCommand(command.text);
  auto box = BuildBox::Start({.argv = command.argv,
                              .source_folder = source->get(),
                              .isolation = job.isolation,
                              .first_in_path = kShimPath,
                              .bound_address_space = job.assignment.build.empty(),
                              .longest = job.TimeLeft()});
  if (!box) return box.error();
  const auto run = box->Wait();
  if (!run) return run.error();
  job.Record(command.text, *run);
  const auto calls = ShimCalls(box->working_dir());
  for (const auto& call : calls) job.AddCommand(call);
  if (!run->ok)
    return ToolIsMissing(*run) ? ProjectBuildEnd::kToolMissing : ProjectBuildEnd::kFailed;

  if (calls.empty())
    job.Say("No compiler was called by name: what was made may not come from the sources.");
  auto collected = Collect(job, box->working_dir(), built);
  if (!collected) return collected.error();
  return *collected ? ProjectBuildEnd::kDone : ProjectBuildEnd::kFailed;
}

}  // namespace checker
