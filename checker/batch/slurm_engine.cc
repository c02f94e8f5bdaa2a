#include "checker/batch/slurm_engine.h"

#include <poll.h>

#include <algorithm>
#include <utility>

namespace checker {
namespace {

using sandbox::Result;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kMostInArray = 1000;  // clusters take 1001 by default (MaxArraySize)
constexpr int kMostAtOnce = 5000;           // and 10000 jobs (MaxJobCount)
constexpr int kMostTries = 3;
constexpr milliseconds kBetweenQuestions{1000};
constexpr int kMostUnseen = 5;        // questions
constexpr int kMostUnanswered = 600;  // questions; a controller that is started again takes minutes

}  // namespace

SlurmEngine::SlurmEngine(SlurmOptions options, std::string folder)
    : options_(std::move(options)), folder_(std::move(folder)) {
  for (SlurmFolder& left : SlurmFolder::LeftIn(folder_)) {
    Array& array = arrays_.emplace_back(Array{std::move(left), {}});
    const auto words = array.folder.Words();
    for (std::size_t i = 0; i < words.size(); ++i) left_[words[i]] = {&array, static_cast<int>(i)};
  }
}

bool SlurmEngine::HasRoom() const {
  return waiting_.size() < kMostInArray && running() < kMostAtOnce;
}

int SlurmEngine::running() const {
  std::size_t count = waiting_.size() + ended_.size();
  for (const Array& array : arrays_) count += array.tasks.size();
  return static_cast<int>(count);
}

bool SlurmEngine::IsUnderWay(const Job& job) const {
  return left_.contains(SlurmFolder::WordsOf(job));
}

Result<void> SlurmEngine::Start(const Job& job) {
  const std::string words = SlurmFolder::WordsOf(job);
  // An earlier grading of what the submission once was would write to the same files.
  const std::string same_files = job.log + '\0';
  for (auto at = left_.lower_bound(same_files);
       at != left_.end() && at->first.starts_with(same_files);) {
    const auto [array, task] = at->second;
    if (at->first == words) {
      array->tasks[task] = {job};
    } else {
      Cancel({array->folder.id() + "_" + std::to_string(task)});
    }
    at = left_.erase(at);
    if (array->tasks.contains(task)) return {};
  }
  waiting_.push_back({job});
  return {};
}

Result<std::vector<Ended>> SlurmEngine::Wait(milliseconds longest) {
  if (auto submitted = SubmitWaiting(); !submitted) return submitted.error();
  if (auto looked = Look(); !looked) return looked.error();
  if (ended_.empty() && running() > 0) poll(nullptr, 0, static_cast<int>(longest.count()));
  return std::exchange(ended_, {});
}

Result<void> SlurmEngine::SubmitWaiting() {
  if (waiting_.empty()) return {};
  std::vector<Job> jobs;
  for (const Waiting& one : waiting_) jobs.push_back(one.job);
  auto folder = SlurmFolder::Make(folder_, jobs);
  if (!folder) return folder.error();
  const auto id =
      SubmitArray(folder->Script(), folder->path(), static_cast<int>(jobs.size()), options_);
  if (!id) return id.error();
  if (auto set = folder->SetId(*id); !set) return set;
  Array& array = arrays_.emplace_back(Array{std::move(*folder), {}});
  int task = 0;
  for (Waiting& one : waiting_) array.tasks[task++] = {std::move(one.job), one.tries + 1};
  waiting_.clear();
  return {};
}

// Only a task that is in the queue no more can have ended.
Result<void> SlurmEngine::Look() {
  if (steady_clock::now() - asked_ < kBetweenQuestions) return {};
  asked_ = steady_clock::now();
  const auto queue = TasksInQueue();
  unanswered_ = queue ? 0 : unanswered_ + 1;
  if (unanswered_ > kMostUnanswered) return queue.error();
  if (!queue) return {};
  for (Array& array : arrays_) {
    for (auto at = array.tasks.begin(); at != array.tasks.end();) {
      const bool queued = queue->contains({array.folder.id(), at->first});
      const bool over = !queued && IsOver(array, at->first, at->second);
      at = over ? array.tasks.erase(at) : std::next(at);
    }
  }
  std::erase_if(arrays_, [&](const Array& array) {
    const bool over = array.tasks.empty() && !IsLeft(array);
    if (over) array.folder.Remove();
    return over;
  });
  return {};
}

// A task that has not said how it ended was lost with its machine, or killed; a network's file
// system may take a while to show what it said.
bool SlurmEngine::IsOver(const Array& array, int task, Waiting& one) {
  if (const auto end = array.folder.EndOf(task)) {
    ended_.push_back({one.job.name, *end});
    return true;
  }
  if (++one.unseen < kMostUnseen) return false;
  const std::string state = StateOf({array.folder.id(), task});
  if (!stopping_ && state != "TIMEOUT" && one.tries < kMostTries) {
    waiting_.push_back({one.job, one.tries});
  } else {
    ended_.push_back({one.job.name, "did not come to an end on the cluster, which says " +
                                        (state.empty() ? "nothing about it" : state)});
  }
  return true;
}

bool SlurmEngine::IsLeft(const Array& array) const {
  return std::any_of(left_.begin(), left_.end(),
                     [&](const auto& left) { return left.second.first == &array; });
}

void SlurmEngine::Stop() {
  stopping_ = true;
  for (const Waiting& one : waiting_) ended_.push_back({one.job.name, "was not begun"});
  waiting_.clear();
  std::vector<std::string> ids;
  for (const Array& array : arrays_) ids.push_back(array.folder.id());
  Cancel(ids);
}

}  // namespace checker
