#include "checker/probe/poll_sets.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <string_view>

#include "sandbox/os/unique_fd.h"

namespace checker {
namespace {

constexpr std::size_t kMostDescriptors = 65536;

// `count` objects at `address` of the task's process, read as its own (of a process whose first
// thread has ended nothing can be read by its pid); fewer where its memory ends.
template <typename Object>
std::vector<Object> ReadMemory(int proc_dir, int tid, std::uint64_t address, std::size_t count) {
  char path[32];
  std::snprintf(path, sizeof(path), "%d/mem", tid);
  const sandbox::UniqueFd memory(::openat(proc_dir, path, O_RDONLY | O_CLOEXEC));
  std::vector<Object> objects(std::min(count, kMostDescriptors));
  if (!memory || address == 0) return {};
  const ssize_t got = ::pread(memory.get(), objects.data(), objects.size() * sizeof(Object),
                              static_cast<off_t>(address));
  objects.resize(got < 0 ? 0 : static_cast<std::size_t>(got) / sizeof(Object));
  return objects;
}

std::vector<int> PollDescriptors(int proc_dir, const RawTask& task) {
  std::vector<int> fds;
  const auto count = static_cast<std::size_t>(task.call->arguments[1]);
  for (const pollfd& entry :
       ReadMemory<pollfd>(proc_dir, task.tid, task.call->arguments[0], count)) {
    if (entry.fd >= 0 && (entry.events & (POLLIN | POLLRDHUP)) != 0) fds.push_back(entry.fd);
  }
  return fds;
}

// Only the read set: to be woken by what a client sends is what waiting on its connection means.
std::vector<int> SelectDescriptors(int proc_dir, const RawTask& task) {
  constexpr std::size_t kBits = 8 * sizeof(unsigned long);
  const auto limit = static_cast<std::size_t>(task.call->arguments[0]);
  std::vector<int> fds;
  const auto words = ReadMemory<unsigned long>(proc_dir, task.tid, task.call->arguments[1],
                                               (limit + kBits - 1) / kBits);
  for (std::size_t fd = 0; fd < std::min(limit, words.size() * kBits); ++fd) {
    if ((words[fd / kBits] >> (fd % kBits)) & 1) fds.push_back(static_cast<int>(fd));
  }
  return fds;
}

std::vector<int> EpollDescriptors(int proc_dir, const RawTask& task) {
  char path[64];
  std::snprintf(path, sizeof(path), "%d/fdinfo/%d", task.tid,
                static_cast<int>(task.call->arguments[0]));
  std::vector<int> fds;
  const auto text = ReadProcFile(proc_dir, path);
  if (!text) return fds;
  constexpr std::string_view kKey = "tfd:";
  for (std::size_t at = text->find(kKey); at != std::string::npos; at = text->find(kKey, at + 1)) {
    const std::size_t digits = text->find_first_not_of(' ', at + kKey.size());
    int fd = -1;
    if (digits == std::string::npos) break;
    std::from_chars(text->data() + digits, text->data() + text->size(), fd);
    if (fd >= 0) fds.push_back(fd);
  }
  return fds;
}

}  // namespace

std::vector<int> ReadPollSet(int proc_dir, const RawTask& task) {
  if (!task.call) return {};
  switch (task.call->number) {
#ifdef SYS_poll
    case SYS_poll:
#endif
    case SYS_ppoll: return PollDescriptors(proc_dir, task);
#ifdef SYS_select
    case SYS_select:
#endif
    case SYS_pselect6: return SelectDescriptors(proc_dir, task);
    default: return EpollDescriptors(proc_dir, task);
  }
}

}  // namespace checker
