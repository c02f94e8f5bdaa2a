// What is said to Slurm, and what it answers. Nothing but sbatch, squeue, scontrol and scancel,
// which every cluster has; accounting (sacct) need not be set up.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "checker/batch/slurm_options.h"
#include "sandbox/os/result.h"

namespace checker {

using SlurmTask = std::pair<std::string, int>;  // the array's job id, and the task's index in it

// Submits tasks 0 to tasks-1, each of which runs `script FOLDER` with SLURM_ARRAY_TASK_ID set. The
// job id.
sandbox::Result<std::string> SubmitArray(const std::string& script, const std::string& folder,
                                         int tasks, const SlurmOptions& options);

// This user's tasks that wait or run.
sandbox::Result<std::set<SlurmTask>> TasksInQueue();

// How a task ended that is in the queue no more: "TIMEOUT", "NODE_FAIL"; "" where nobody knows.
std::string StateOf(const SlurmTask& task);

// Whole arrays ("123") or tasks ("123_4"). Nobody minds if they are over.
void Cancel(const std::vector<std::string>& ids);

// "8125 17 RUNNING" -> {"8125", 17}; lines that are no array's are left out.
std::set<SlurmTask> ReadQueue(const std::string& text);

// The word behind JobState= in what scontrol says.
std::string ReadState(const std::string& text);

}  // namespace checker
