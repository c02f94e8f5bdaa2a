// Gradings as tasks of Slurm's job arrays. The folder of the batch is one that the cluster's
// machines see too.
#pragma once

#include <chrono>
#include <list>
#include <map>
#include <string>
#include <vector>

#include "checker/batch/engine.h"
#include "checker/batch/slurm_commands.h"
#include "checker/batch/slurm_folder.h"
#include "checker/batch/slurm_options.h"

namespace checker {

class SlurmEngine : public Engine {
 public:
  // folder: where its arrays have theirs. Finds those that a batch has left that was killed: what
  // they have done and still do is not done again.
  SlurmEngine(SlurmOptions options, std::string folder);

  bool HasRoom() const override;
  int running() const override;
  bool IsUnderWay(const Job& job) const override;
  sandbox::Result<void> Start(const Job& job) override;
  sandbox::Result<std::vector<Ended>> Wait(std::chrono::milliseconds longest) override;
  void Stop() override;

 private:
  struct Waiting {
    Job job;
    int tries = 0;
    int unseen = 0;  // how often the queue did not have it any more
  };
  struct Array {
    SlurmFolder folder;
    std::map<int, Waiting> tasks;  // not known to have ended
  };

  sandbox::Result<void> SubmitWaiting();
  sandbox::Result<void> Look();
  bool IsOver(const Array& array, int task, Waiting& one);
  bool IsLeft(const Array& array) const;

  const SlurmOptions options_;
  const std::string folder_;
  std::list<Array> arrays_;
  std::map<std::string, std::pair<Array*, int>> left_;  // by SlurmFolder::WordsOf
  std::vector<Waiting> waiting_;
  std::vector<Ended> ended_;
  std::chrono::steady_clock::time_point asked_{};
  int unanswered_ = 0;
  bool stopping_ = false;
};

}  // namespace checker
