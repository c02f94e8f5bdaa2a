// A machine that is busy with something else.
#pragma once

#include <sys/types.h>

#include <vector>

namespace checker {

// So many processes that compute for as long as this object lives, and no longer than this process
// does.
class BusyProcesses {
 public:
  explicit BusyProcesses(int count);
  BusyProcesses(const BusyProcesses&) = delete;
  ~BusyProcesses();

 private:
  std::vector<pid_t> pids_;
};

// One for each processor.
int UsualLoad();

}  // namespace checker
