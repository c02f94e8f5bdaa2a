// What a job array and the batch that follows it tell each other, as files of a folder that both
// see.
//
//   task.sh     what every task runs
//   N.words     the command of task N, its words ended by NUL, so that no name goes through a shell
//   N.exit      how it ended; it is there once the task is over
//   job         Slurm's id of the array
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/batch/engine.h"
#include "sandbox/os/result.h"

namespace checker {

class SlurmFolder {
 public:
  // A new one in `parent`, with the commands of these jobs.
  static sandbox::Result<SlurmFolder> Make(const std::string& parent, const std::vector<Job>& jobs);
  // Those that earlier batches have left in `parent`, each with an id.
  static std::vector<SlurmFolder> LeftIn(const std::string& parent);

  const std::string& path() const { return path_; }
  const std::string& id() const { return id_; }
  std::string Script() const { return path_ + "/task.sh"; }
  sandbox::Result<void> SetId(const std::string& id);

  // What identifies each task, in order: the same text for the same job.
  static std::string WordsOf(const Job& job);
  std::vector<std::string> Words() const;

  // nullopt until the task is over; then as in Ended::trouble.
  std::optional<std::string> EndOf(int task) const;

  void Remove() const;

 private:
  explicit SlurmFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
  std::string id_;
};

}  // namespace checker
