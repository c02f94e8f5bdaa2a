#include "checker/judge/instrumented_builds.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

namespace checker {
namespace {

// On Linux a thread has a priority of its own, and what it starts inherits it. Not the lowest one:
// beside busy processes a compiler still has to be done in its time.
void StepBack() { ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 4); }

}  // namespace

void InstrumentedBuilds::Begin(Instrumentation instrumentation) {
  if (instrumentation == Instrumentation::kNone || builds_.contains(instrumentation)) return;
  const auto build = [this, instrumentation] {
    StepBack();
    return builder_(instrumentation);
  };
  builds_[instrumentation] = std::async(std::launch::async, build).share();
}

bool InstrumentedBuilds::IsBuilt(Instrumentation instrumentation) const {
  const auto build = builds_.find(instrumentation);
  return build == builds_.end() ||
         build->second.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

bool InstrumentedBuilds::AllAreBuilt() const {
  return std::all_of(builds_.begin(), builds_.end(),
                     [this](const auto& build) { return IsBuilt(build.first); });
}

const sandbox::Result<InstrumentedProgram>& InstrumentedBuilds::Get(
    Instrumentation instrumentation) const {
  return builds_.at(instrumentation).get();
}

}  // namespace checker
