#include "checker/build/instrumented_build.h"

#include <fcntl.h>

#include <vector>

#include "checker/build/placed_files.h"
#include "checker/build/programs.h"

namespace checker {
namespace {

// The sanitizers' own libraries bring libm along, and the linker then asks for -lm in words of its
// own. Students cast sockaddr_in to sockaddr, as the manual shows it: what that does to alignment
// is not their mistake.
std::vector<std::string> SanitizerFlags(Instrumentation instrumentation) {
  switch (instrumentation) {
    case Instrumentation::kMemory:
      return {"-fsanitize=address,undefined", "-fno-sanitize=alignment", "-fno-omit-frame-pointer",
              "-lm"};
    case Instrumentation::kRaces: return {"-fsanitize=thread", "-fno-omit-frame-pointer", "-lm"};
    case Instrumentation::kNone: break;
  }
  return {};
}

}  // namespace

sandbox::Result<InstrumentedProgram> BuildInstrumented(const Submission& submission,
                                                       const Assignment& assignment,
                                                       const sandbox::Isolation& isolation,
                                                       Instrumentation instrumentation) {
  InstrumentedProgram instrumented;
  auto where = TemporaryFolder::Make();
  if (!where) return where.error();
  const auto built =
      Build(submission, assignment, isolation, *where, SanitizerFlags(instrumentation));
  if (!built) return built.error();
  if (built->program.empty()) {
    instrumented.problem = "The program does not build with a sanitizer's flags here.";
    return instrumented;
  }
  if (auto placed = PlaceFiles(assignment.files, built->folder); !placed) return placed.error();
  instrumented.folder =
      sandbox::UniqueFd(::open(built->folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!instrumented.folder) return sandbox::ErrnoError("open " + built->folder);
  // It watches pthread_create(), and takes all threads that are started otherwise for one.
  if (instrumentation == Instrumentation::kRaces &&
      RefersTo(instrumented.folder.get(), built->program, "thrd_create")) {
    instrumented.problem = "ThreadSanitizer does not know threads started with thrd_create().";
    return instrumented;
  }
  instrumented.program = built->program;
  instrumented.where = std::move(*where);
  return instrumented;
}

std::map<std::string, std::string> InstrumentedEnvironment(Instrumentation instrumentation) {
  switch (instrumentation) {
    case Instrumentation::kMemory:
      // What is not freed at the end is the kernel's to take back.
      return {{"ASAN_OPTIONS", "detect_leaks=0:abort_on_error=0"},
              {"UBSAN_OPTIONS", "print_stacktrace=0"}};
    case Instrumentation::kRaces:
      // io_sync=0: by default each send() is taken to happen before each later recv() of any other
      // socket, which hides most races of servers from view.
      return {{"TSAN_OPTIONS",
               "io_sync=0:report_thread_leaks=0:report_signal_unsafe=0:atexit_sleep_ms=0"}};
    case Instrumentation::kNone: break;
  }
  return {};
}

}  // namespace checker
