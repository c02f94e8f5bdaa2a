// So many gradings at once on this machine.
#pragma once

#include <memory>
#include <vector>

#include "checker/batch/child.h"
#include "checker/batch/engine.h"
#include "sandbox/os/deadline.h"

namespace checker {

class LocalEngine : public Engine {
 public:
  // time_limit: a grading that is not over by then hangs. It says nothing about the submission.
  LocalEngine(int jobs, std::chrono::seconds time_limit);
  ~LocalEngine() override;  // whatever still runs is killed

  bool HasRoom() const override;
  int running() const override;
  sandbox::Result<void> Start(const Job& job) override;
  sandbox::Result<std::vector<Ended>> Wait(std::chrono::milliseconds longest) override;
  void Stop() override;

 private:
  struct Running {
    std::string name;
    Child child;
    sandbox::Deadline limit;
    bool asked = false;  // to end, since the limit has passed
  };
  void AskWhatHangs();

  const std::size_t jobs_;
  const std::chrono::seconds time_limit_;
  std::vector<Running> running_;
};

}  // namespace checker
