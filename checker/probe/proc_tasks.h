// The tasks of a box, read from its /proc: proc_pid_stat(5), proc_pid_syscall(5), and schedstat
// (Documentation/scheduler/sched-stats.rst of the kernel: run time in ns, waiting time in ns,
// number of times scheduled).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandbox/os/unique_fd.h"

namespace checker {

// The system call that a sleeping task is in: number and six arguments, as the registers held them.
struct RawCall {
  long number = -1;
  std::array<std::uint64_t, 6> arguments{};
  bool operator==(const RawCall&) const = default;
};

struct RawTask {
  int pid = 0;
  int tid = 0;
  int parent = 0;
  char state = '?';
  std::string command;
  std::uint64_t run_ns = 0;
  std::uint64_t times_scheduled = 0;
  int exit_status = 0;
  std::uint64_t start_ticks = 0;
  int threads = 0;              // of its process
  std::optional<RawCall> call;  // only of a task in state S that is blocked in one

  // Neither ran nor changed between two readings.
  bool SameAs(const RawTask& other) const;
  // The same but for having run: the wait it is in is the same one again.
  bool SameWaitAs(const RawTask& other) const;
};

// Reads the tasks of one /proc again and again; keeps the files of the first few open, since to
// open one costs more than to read it.
class TaskReader {
 public:
  explicit TaskReader(int proc_dir) : proc_dir_(proc_dir) {}  // not owned

  // All threads of the given processes, by pid and tid. A task that vanishes while it is read is
  // left out. Of one that has not run since `before` was read (sorted likewise), the call it is in
  // is taken from there.
  std::vector<RawTask> Read(const std::vector<int>& pids, const std::vector<RawTask>& before = {});

 private:
  struct Files {
    sandbox::UniqueFd stat;
    sandbox::UniqueFd schedstat;
    bool used = true;
  };
  std::optional<RawTask> ReadTask(int pid, int tid, const std::vector<RawTask>& before);
  Files* KeptFiles(int pid, int tid);

  int proc_dir_;
  std::map<std::pair<int, int>, Files> files_;  // by pid and tid
};

// Parsers of one file's text each; false or nullopt where the text is not of that form.
bool ParseStat(std::string_view text, RawTask* task);
bool ParseSchedstat(std::string_view text, RawTask* task);
std::optional<RawCall> ParseSyscall(std::string_view text);

// The text of a small file below proc_dir; nullopt where it cannot be read.
std::optional<std::string> ReadProcFile(int proc_dir, const char* path);
// The target of a link below proc_dir; nullopt where it cannot be read.
std::optional<std::string> ReadProcLink(int proc_dir, const char* path);
// "socket:[1234]" -> 1234; 0 where the link of a descriptor says something else.
std::uint64_t SocketInode(std::string_view link);
// The names in a directory below proc_dir that are numbers, sorted.
std::vector<int> ListNumbers(int proc_dir, const char* path);

}  // namespace checker
