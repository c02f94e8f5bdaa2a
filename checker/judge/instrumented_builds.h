// The submission's instrumented builds, each made at most once, in a thread of its own and at low
// priority: compilers take their time, and nothing else need wait for them.
#pragma once

#include <functional>
#include <future>
#include <map>

#include "checker/build/instrumented_build.h"
#include "sandbox/os/result.h"

namespace checker {

class InstrumentedBuilds {
 public:
  // Called in a thread of its own, for each kind once.
  using Builder = std::function<sandbox::Result<InstrumentedProgram>(Instrumentation)>;

  explicit InstrumentedBuilds(Builder builder) : builder_(std::move(builder)) {}
  InstrumentedBuilds(const InstrumentedBuilds&) = delete;
  ~InstrumentedBuilds() = default;  // waits for those that were begun

  // Nothing where it was begun before, or where the kind is none.
  void Begin(Instrumentation instrumentation);
  // Whether nothing that was begun is still at work: of this kind, or at all.
  bool IsBuilt(Instrumentation instrumentation) const;
  bool AllAreBuilt() const;
  // Of a kind that was begun; waits for it.
  const sandbox::Result<InstrumentedProgram>& Get(Instrumentation instrumentation) const;

 private:
  Builder builder_;
  std::map<Instrumentation, std::shared_future<sandbox::Result<InstrumentedProgram>>> builds_;
};

}  // namespace checker
