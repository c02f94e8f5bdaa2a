// The few facts that the sandbox itself reads in a /proc: which processes there are, and who
// descends from whom. proc(5).
#pragma once

#include <dirent.h>
#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace sandbox {

// All pids that the /proc behind this O_DIRECTORY descriptor shows, sorted. Empty and errno if it
// cannot be read.
std::vector<pid_t> ListPids(int proc_dir);

// The same again and again: keeps the folder open, and passes over all that stands before the first
// pid in it, which is most of a small /proc. telldir(3).
class PidFolder {
 public:
  explicit PidFolder(int proc_dir);
  std::vector<pid_t> List();

 private:
  struct Close {
    void operator()(DIR* folder) const { closedir(folder); }
  };
  std::unique_ptr<DIR, Close> folder_;
  std::optional<long> first_;  // where the pids begin
};

// nullopt if there is no such process (any more).
std::optional<pid_t> ParentOf(int proc_dir, pid_t pid);

// All processes below `ancestor`, zombies included, without itself; sorted. A snapshot: who forks
// meanwhile may be missed.
std::vector<pid_t> DescendantsOf(int proc_dir, pid_t ancestor);

// How many tasks (threads too) this user has, about: RLIMIT_NPROC's way of counting.
std::uint64_t CountTasksOf(int proc_dir, uid_t user);

}  // namespace sandbox
