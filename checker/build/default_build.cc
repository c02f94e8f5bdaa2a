#include "checker/build/default_build.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "checker/build/build_box.h"
#include "checker/build/compiler.h"
#include "checker/build/diagnostics.h"
#include "checker/intake/tree.h"

namespace checker {
namespace {

using sandbox::Result;

constexpr std::size_t kMostPrograms = 12;
constexpr std::uint64_t kLargestProgram = 64ull << 20;

std::string FolderOf(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == path.npos ? "" : path.substr(0, slash);
}

bool Exists(int folder, const std::string& path) {
  struct stat status = {};
  return fstatat(folder, path.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
}

// The name that a person would choose: the source's without its ending, if nothing has that name.
std::string OutputName(int folder, const std::string& source, const std::set<std::string>& taken) {
  const auto stem = source.substr(0, source.rfind('.'));
  std::string name = stem;
  for (int i = 1;
       name.empty() || name.ends_with('/') || taken.contains(name) || Exists(folder, name); ++i) {
    name = stem + ".program" + (i == 1 ? "" : std::to_string(i));
  }
  return name;
}

// Folders with headers; a source's own folder is searched anyway.
std::vector<std::string> HeaderFolders(const Submission& submission, const std::string& own) {
  std::set<std::string> folders;
  for (const auto& path : submission.other_files) {
    static constexpr std::array<std::string_view, 4> kEndings = {".h", ".hpp", ".hh", ".hxx"};
    const bool header = std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view ending) {
      return path.ends_with(ending);
    });
    const auto folder = FolderOf(path);
    if (header && folder != own) folders.insert(folder.empty() ? "." : folder);
  }
  return {folders.begin(), folders.end()};
}

// Sources without main that may belong to the program: those beside it, and those in folders
// without a program of their own.
std::vector<SourceFile> Parts(const Submission& submission, const SourceFile& main) {
  std::set<std::string> program_folders;
  for (const auto& source : submission.sources) {
    if (source.defines_main) program_folders.insert(FolderOf(source.path));
  }
  std::vector<SourceFile> parts;
  for (const auto& source : submission.sources) {
    const auto folder = FolderOf(source.path);
    const bool near = folder == FolderOf(main.path) || !program_folders.contains(folder);
    if (near && !source.defines_main && source.path != main.path) parts.push_back(source);
  }
  return parts;
}

bool NamedServer(const SourceFile& source) {
  auto name = LastName(source.path);
  for (char& c : name) c = static_cast<char>(c | 0x20);
  return name.find("serv") != name.npos || name.find("srv") != name.npos;
}

// The sources that start a program, servers first. Where none defines main, a macro may: then all
// together are one program.
std::vector<SourceFile> Mains(const Submission& submission) {
  std::vector<SourceFile> mains;
  for (const auto& source : submission.sources) {
    if (source.defines_main) mains.push_back(source);
  }
  if (mains.empty()) return {submission.sources.front()};
  std::stable_sort(mains.begin(), mains.end(), [](const SourceFile& a, const SourceFile& b) {
    const auto rank = [](const SourceFile& source) {
      return std::tuple(!source.listens, !NamedServer(source), !source.connects);
    };
    return rank(a) < rank(b);
  });
  return mains;
}

bool OnlyLinkingFailed(const BuildRun& run) {
  return !run.ok && run.output.find("ld returned") != run.output.npos;
}

// One program on its way: which of its sources and libraries are tried, and the compiler at work.
class ProgramBuild {
 public:
  ProgramBuild(BuildJob& job, int folder, const SourceFile& main, std::string output,
               bool alone_first)
      : job_(job), folder_(folder), main_(main), alone_first_(alone_first) {
    program_.output = std::move(output);
    program_.header_folders = HeaderFolders(job.submission, FolderOf(main.path));
    program_.flags = job.assignment.flags;
    program_.last_flags = job.last_flags;
    parts_ = Parts(job.submission, main);
    UseParts(!alone_first);
  }

  const SourceFile& main() const { return main_; }

  Result<void> Start() {
    const auto command = CompileCommand(program_);
    job_.AddCommand(CommandText(command));
    auto box = BuildBox::Start({.argv = command,
                                .source_folder = folder_,
                                .isolation = job_.isolation,
                                .longest = job_.TimeLeft()});
    if (!box) return box.error();
    box_ = std::move(*box);
    return {};
  }

  // Tries what else may help, then says whether the program was made.
  Result<bool> Finish() {
    for (;;) {
      const auto run = box_->Wait();
      if (!run) return run.error();
      const auto command = CommandText(CompileCommand(program_));
      if (!run->ok && TryLibraries(*run)) {
        if (auto started = Start(); !started) return started.error();
        continue;
      }
      if (!run->ok) failures_.emplace_back(command, *run);
      if (!run->ok && TryOtherSources(*run)) {
        if (auto started = Start(); !started) return started.error();
        continue;
      }
      if (!run->ok) {
        for (const auto& [failed_command, failure] : failures_)
          job_.Record(failed_command, failure);
        return false;
      }
      job_.Record(command, *run);
      const TreeEntry made{.path = program_.output, .executable = true};
      auto copied = CopyFileBeneath(box_->working_dir(), made, folder_, kLargestProgram);
      if (!copied) return copied.error();
      return true;
    }
  }

 private:
  void UseParts(bool use) {
    program_.sources = {main_};
    if (use) program_.sources.insert(program_.sources.end(), parts_.begin(), parts_.end());
  }

  // A library has what the linker missed.
  bool TryLibraries(const BuildRun& run) {
    if (!OnlyLinkingFailed(run) || !program_.libraries.empty()) return false;
    program_.libraries = LibrariesFor(UndefinedSymbols(run.output));
    return !program_.libraries.empty();
  }

  // What the linker missed may be in the other sources; or one of the other sources is what fails.
  bool TryOtherSources(const BuildRun& run) {
    if (tried_parts_ || parts_.empty() || (alone_first_ && !OnlyLinkingFailed(run))) return false;
    if (!run.stopped.empty()) return false;
    tried_parts_ = true;
    UseParts(alone_first_);
    return true;
  }

  BuildJob& job_;
  int folder_;
  SourceFile main_;
  bool alone_first_;
  bool tried_parts_ = false;
  std::vector<SourceFile> parts_;
  ProgramToMake program_;
  std::vector<std::pair<std::string, BuildRun>> failures_;
  std::optional<BuildBox> box_;
};

}  // namespace

Result<bool> BuildByDefault(BuildJob& job, int folder) {
  const auto mains = Mains(job.submission);
  std::set<std::string> taken;
  std::vector<ProgramBuild> builds;
  for (const auto& main : mains) {
    if (builds.size() == kMostPrograms) break;
    auto output = OutputName(folder, main.path, taken);
    taken.insert(output);
    builds.emplace_back(job, folder, main, std::move(output), mains.size() > 1);
  }
  if (builds.size() < mains.size()) {
    job.Say("Of " + std::to_string(mains.size()) + " programs the first " +
            std::to_string(builds.size()) + " are built.");
  }

  bool all = true, server = false;
  if (auto started = builds.front().Start(); !started) return started.error();
  for (std::size_t i = 0; i < builds.size(); ++i) {
    // The next compiler works while this one is waited for.
    if (i + 1 < builds.size()) {
      if (auto started = builds[i + 1].Start(); !started) return started.error();
    }
    auto made = builds[i].Finish();
    if (!made) return made.error();
    all = all && *made;
    server = server || (*made && builds[i].main().listens);
  }
  return all || server;
}

}  // namespace checker
