#include "checker/batch/slurm_folder.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace checker {
namespace {

namespace fs = std::filesystem;
using sandbox::ErrnoError;
using sandbox::Error;
using sandbox::Result;

// xargs(1) hands the words on as they are and does not end before the grading does.
constexpr char kTask[] = R"(#!/bin/sh
# A task of a job array of `checker batch`. "$1": the array's folder.
task=$1/$SLURM_ARRAY_TASK_ID
xargs -0 -a "$task.words" sh -c 'log=$1; shift 2; exec "$@" </dev/null >/dev/null 2>"$log"' task
echo $? >"$task.ending"
mv "$task.ending" "$task.exit"
)";

// xargs(1), EXIT STATUS
constexpr int kSomeExitStatus = 123;
constexpr int kHighestExitStatus = 124;
constexpr int kSignal = 125;

Result<void> WriteWhole(const std::string& path, const std::string& text) {
  const std::string temporary = path + ".new";
  std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
  if (!(file << text << std::flush)) return Error("write " + path, "it takes no more");
  std::error_code error;
  fs::rename(temporary, path, error);
  if (error) return Error("write " + path, error.message());
  return {};
}

std::optional<std::string> ReadWhole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) return std::nullopt;
  return text.str();
}

}  // namespace

Result<SlurmFolder> SlurmFolder::Make(const std::string& parent, const std::vector<Job>& jobs) {
  std::error_code failure;
  fs::create_directories(parent, failure);
  std::string path = parent + "/array-XXXXXX";
  if (mkdtemp(path.data()) == nullptr) return ErrnoError("make a folder " + path);
  SlurmFolder folder(path);
  if (auto written = WriteWhole(folder.Script(), kTask); !written) return written.error();
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const std::string words = path + "/" + std::to_string(i) + ".words";
    if (auto written = WriteWhole(words, WordsOf(jobs[i])); !written) return written.error();
  }
  return folder;
}

std::vector<SlurmFolder> SlurmFolder::LeftIn(const std::string& parent) {
  std::vector<SlurmFolder> folders;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(parent, error)) {
    SlurmFolder folder(entry.path());
    const auto id = ReadWhole(folder.path_ + "/job");
    if (!id) continue;  // killed before it was submitted, or while it was
    folder.id_ = *id;
    folders.push_back(std::move(folder));
  }
  return folders;
}

Result<void> SlurmFolder::SetId(const std::string& id) {
  id_ = id;
  return WriteWhole(path_ + "/job", id);
}

std::string SlurmFolder::WordsOf(const Job& job) {
  std::string text = job.log + '\0' + job.identity + '\0';
  for (const std::string& word : job.words) text += word + '\0';
  return text;
}

std::vector<std::string> SlurmFolder::Words() const {
  std::vector<std::string> all;
  while (auto words = ReadWhole(path_ + "/" + std::to_string(all.size()) + ".words")) {
    all.push_back(std::move(*words));
  }
  return all;
}

std::optional<std::string> SlurmFolder::EndOf(int task) const {
  const auto text = ReadWhole(path_ + "/" + std::to_string(task) + ".exit");
  if (!text) return std::nullopt;
  const int status = std::atoi(text->c_str());
  if (status == 0 || status == kSomeExitStatus || status == kHighestExitStatus) return "";
  if (status == kSignal) return "was ended by a signal";
  return "could not be run on the cluster's machine (xargs: " + std::to_string(status) + ")";
}

void SlurmFolder::Remove() const {
  std::error_code ignored;  // it is in nobody's way
  fs::remove_all(path_, ignored);
}

}  // namespace checker
