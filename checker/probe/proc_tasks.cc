#include "checker/probe/proc_tasks.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <utility>

#include "sandbox/os/unique_fd.h"

namespace checker {
namespace {

// Takes the next word that is separated by spaces; empty at the end.
std::string_view NextWord(std::string_view* text) {
  const std::size_t begin = text->find_first_not_of(" \n");
  if (begin == std::string_view::npos) return {};
  std::size_t end = text->find_first_of(" \n", begin);
  if (end == std::string_view::npos) end = text->size();
  const std::string_view word = text->substr(begin, end - begin);
  text->remove_prefix(end);
  return word;
}

template <typename Number>
bool ParseNumber(std::string_view word, Number* number, int base = 10) {
  const auto [rest, error] = std::from_chars(word.data(), word.data() + word.size(), *number, base);
  return error == std::errc() && rest == word.data() + word.size();
}

const RawTask* Find(const std::vector<RawTask>& tasks, int pid, int tid) {
  const auto found = std::lower_bound(
      tasks.begin(), tasks.end(), std::pair(pid, tid),
      [](const RawTask& task, const auto& key) { return std::pair(task.pid, task.tid) < key; });
  return found != tasks.end() && found->pid == pid && found->tid == tid ? &*found : nullptr;
}

// A task that sleeps, slept before and was not scheduled in between has not left its call.
bool HasNotRunSince(const RawTask& task, const RawTask* before) {
  return before != nullptr && before->call && before->start_ticks == task.start_ticks &&
         before->run_ns == task.run_ns && before->times_scheduled == task.times_scheduled;
}

constexpr std::size_t kMostKeptFiles = 24;

// One read gives a small file whole; a second one costs as much as the first. A kept file is empty
// or fails once its task has been collected.
template <std::size_t kSize>
std::string_view ReadAgain(int proc_dir, const char* path, sandbox::UniqueFd* file,
                           std::array<char, kSize>* buffer) {
  for (const bool kept : {true, false}) {
    if (!kept || !*file) *file = sandbox::UniqueFd(::openat(proc_dir, path, O_RDONLY | O_CLOEXEC));
    if (!*file) return {};
    const ssize_t got = ::pread(file->get(), buffer->data(), buffer->size(), 0);
    if (got > 0) return {buffer->data(), static_cast<std::size_t>(got)};
  }
  return {};
}

}  // namespace

bool RawTask::SameWaitAs(const RawTask& other) const {
  return pid == other.pid && tid == other.tid && parent == other.parent && state == other.state &&
         call == other.call && start_ticks == other.start_ticks;
}

bool RawTask::SameAs(const RawTask& other) const {
  return SameWaitAs(other) && run_ns == other.run_ns && times_scheduled == other.times_scheduled;
}

TaskReader::Files* TaskReader::KeptFiles(int pid, int tid) {
  const auto known = files_.find({pid, tid});
  if (known != files_.end()) return &known->second;
  return files_.size() < kMostKeptFiles ? &files_[{pid, tid}] : nullptr;
}

std::optional<RawTask> TaskReader::ReadTask(int pid, int tid, const std::vector<RawTask>& before) {
  Files once;
  Files* const kept = KeptFiles(pid, tid);
  Files& files = kept != nullptr ? *kept : once;
  files.used = true;
  std::array<char, 4096> buffer;
  char path[64];
  const auto name = [&](const char* file) {
    std::snprintf(path, sizeof(path), "%d/task/%d/%s", pid, tid, file);
    return path;
  };
  RawTask task;
  task.pid = pid;
  task.tid = tid;
  if (!ParseStat(ReadAgain(proc_dir_, name("stat"), &files.stat, &buffer), &task) ||
      !ParseSchedstat(ReadAgain(proc_dir_, name("schedstat"), &files.schedstat, &buffer), &task))
    return std::nullopt;
  if (task.state != 'S') return task;
  const RawTask* last = Find(before, pid, tid);
  if (HasNotRunSince(task, last)) {
    task.call = last->call;
  } else if (const auto call = ReadProcFile(proc_dir_, name("syscall"))) {
    task.call = ParseSyscall(*call);
  }
  return task;
}

std::vector<RawTask> TaskReader::Read(const std::vector<int>& pids,
                                      const std::vector<RawTask>& before) {
  for (auto& [task, files] : files_) files.used = false;
  std::vector<RawTask> tasks;
  for (const int pid : pids) {
    // Most processes have one thread, and say so: the folder of their threads need not be read.
    auto leader = ReadTask(pid, pid, before);
    if (leader && leader->threads == 1) {
      tasks.push_back(std::move(*leader));
      continue;
    }
    char path[32];
    std::snprintf(path, sizeof(path), "%d/task", pid);
    for (const int tid : ListNumbers(proc_dir_, path)) {
      if (auto task = ReadTask(pid, tid, before)) tasks.push_back(std::move(*task));
    }
  }
  std::erase_if(files_, [](const auto& entry) { return !entry.second.used; });
  return tasks;
}

bool ParseStat(std::string_view text, RawTask* task) {
  // The command may hold spaces and parentheses: it ends at the last one.
  const std::size_t open = text.find('(');
  const std::size_t close = text.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open)
    return false;
  task->command = std::string(text.substr(open + 1, close - open - 1));
  std::string_view rest = text.substr(close + 1);
  constexpr int kFirstField = 3;
  constexpr int kThreads = 20;
  constexpr int kStartTime = 22;
  constexpr int kExitCode = 52;
  for (int field = kFirstField; field <= kExitCode; ++field) {
    const std::string_view word = NextWord(&rest);
    if (word.empty()) return false;
    if (field == kFirstField) task->state = word[0];
    if (field == kFirstField + 1 && !ParseNumber(word, &task->parent)) return false;
    if (field == kThreads && !ParseNumber(word, &task->threads)) return false;
    if (field == kStartTime && !ParseNumber(word, &task->start_ticks)) return false;
    if (field == kExitCode && !ParseNumber(word, &task->exit_status)) return false;
  }
  return true;
}

bool ParseSchedstat(std::string_view text, RawTask* task) {
  const std::string_view run = NextWord(&text);
  NextWord(&text);
  const std::string_view times = NextWord(&text);
  return ParseNumber(run, &task->run_ns) && ParseNumber(times, &task->times_scheduled);
}

std::optional<RawCall> ParseSyscall(std::string_view text) {
  RawCall call;
  if (!ParseNumber(NextWord(&text), &call.number) || call.number < 0) return std::nullopt;
  for (std::uint64_t& argument : call.arguments) {
    std::string_view word = NextWord(&text);
    if (!word.starts_with("0x")) return std::nullopt;
    if (!ParseNumber(word.substr(2), &argument, 16)) return std::nullopt;
  }
  return call;
}

std::optional<std::string> ReadProcFile(int proc_dir, const char* path) {
  const sandbox::UniqueFd file(::openat(proc_dir, path, O_RDONLY | O_CLOEXEC));
  if (!file) return std::nullopt;
  char buffer[4096];
  std::string text;
  for (;;) {
    const ssize_t got = ::read(file.get(), buffer, sizeof(buffer));
    if (got < 0) return std::nullopt;
    text.append(buffer, static_cast<std::size_t>(got));
    // One read gives a small file whole; a second one costs as much as the first.
    if (got < static_cast<ssize_t>(sizeof(buffer))) return text;
  }
}

std::optional<std::string> ReadProcLink(int proc_dir, const char* path) {
  char target[512];
  const ssize_t length = ::readlinkat(proc_dir, path, target, sizeof(target));
  if (length < 0) return std::nullopt;
  return std::string(target, static_cast<std::size_t>(length));
}

std::vector<int> ListNumbers(int proc_dir, const char* path) {
  std::vector<int> numbers;
  sandbox::UniqueFd fd(::openat(proc_dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd) return numbers;
  DIR* directory = ::fdopendir(fd.get());
  if (directory == nullptr) return numbers;
  fd.Release();  // closedir closes it
  while (const dirent* entry = ::readdir(directory)) {
    int number = 0;
    if (ParseNumber(std::string_view(entry->d_name), &number)) numbers.push_back(number);
  }
  ::closedir(directory);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

std::uint64_t SocketInode(std::string_view link) {
  constexpr std::string_view kPrefix = "socket:[";
  std::uint64_t inode = 0;
  if (link.starts_with(kPrefix)) {
    std::from_chars(link.data() + kPrefix.size(), link.data() + link.size(), inode);
  }
  return inode;
}

}  // namespace checker
