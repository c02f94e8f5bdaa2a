#include "checker/batch/slurm_commands.h"

#include <sstream>

#include "checker/batch/child.h"

namespace checker {

using sandbox::Error;
using sandbox::Result;

Result<std::string> SubmitArray(const std::string& script, const std::string& folder, int tasks,
                                const SlurmOptions& options) {
  std::string array = "--array=0-" + std::to_string(tasks - 1);
  if (options.at_once > 0) array += "%" + std::to_string(options.at_once);
  std::vector<std::string> words = {
      "sbatch", "--parsable", "--job-name=checker-batch", "--output=/dev/null", "--error=/dev/null",
      array};
  if (!options.partition.empty()) words.push_back("--partition=" + options.partition);
  if (!options.time.empty()) words.push_back("--time=" + options.time);
  if (!options.memory.empty()) words.push_back("--mem=" + options.memory);
  words.insert(words.end(), {script, folder});
  auto said = OutputOf(words);
  if (!said) return said.error();
  const std::string id = said->substr(0, said->find_first_of(";\n"));  // "123;cluster"
  if (id.empty()) return Error("run sbatch", "it named no job");
  return id;
}

Result<std::set<SlurmTask>> TasksInQueue() {
  const auto said = OutputOf({"squeue", "--me", "--noheader", "--array", "--format=%F %K %T"});
  if (!said) return said.error();
  return ReadQueue(*said);
}

std::set<SlurmTask> ReadQueue(const std::string& text) {
  std::set<SlurmTask> tasks;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string id;
    int index = -1;
    if (words >> id >> index) tasks.insert({id, index});
  }
  return tasks;
}

std::string StateOf(const SlurmTask& task) {
  const auto said = OutputOf(
      {"scontrol", "--oneliner", "show", "job", task.first + "_" + std::to_string(task.second)});
  return said ? ReadState(*said) : "";
}

std::string ReadState(const std::string& text) {
  constexpr std::string_view kKey = "JobState=";
  const auto at = text.find(kKey);
  if (at == std::string::npos) return "";
  const auto begin = at + kKey.size();
  return text.substr(begin, text.find_first_of(" \n", begin) - begin);
}

void Cancel(const std::vector<std::string>& ids) {
  if (ids.empty()) return;
  std::vector<std::string> words = {"scancel"};
  words.insert(words.end(), ids.begin(), ids.end());
  if (!OutputOf(words)) return;  // they are over, or nobody can be asked
}

}  // namespace checker
