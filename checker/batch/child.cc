#include "checker/batch/child.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/process/v2/posix/default_launcher.hpp>
#include <boost/process/v2/process.hpp>
#include <cerrno>
#include <utility>

#include "sandbox/os/pidfd.h"

namespace checker {
namespace {

namespace process = boost::process::v2;
using sandbox::ErrnoError;
using sandbox::Error;
using sandbox::Result;
using sandbox::UniqueFd;

// A Boost.Process initializer: what happens between fork(2) and exec(3). Asio keeps descriptors
// that default_launcher lets through, so all are marked.
struct OnItsOwn {
  ChildStreams streams;
  pid_t parent = getpid();

  template <typename Launcher>
  boost::system::error_code on_exec_setup(Launcher&, const process::filesystem::path&,
                                          const char* const*) {
    const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    const bool done = nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 &&
                      dup2(streams.output < 0 ? nothing : streams.output, STDOUT_FILENO) >= 0 &&
                      dup2(streams.errors < 0 ? nothing : streams.errors, STDERR_FILENO) >= 0 &&
                      setpgid(0, 0) == 0 && prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0) == 0 &&
                      syscall(SYS_close_range, 3u, ~0u, CLOSE_RANGE_CLOEXEC) == 0;
    if (done && getppid() == parent) return {};
    return {done ? ESRCH : errno, boost::system::system_category()};
  }

  // default_launcher would run our exit handlers in the child.
  template <typename Launcher>
  void on_exec_error(Launcher&, const process::filesystem::path&, const char* const*,
                     const boost::system::error_code&) {
    _exit(127);
  }
};

struct Pipe {
  UniqueFd out, in;
};

Result<Pipe> MakePipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return ErrnoError("make a pipe");
  return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

// Both to their ends, side by side: a full pipe would stop the command.
Result<void> ReadBoth(int output, int errors, std::string& from_output, std::string& from_errors) {
  std::array<pollfd, 2> waited = {{{.fd = output, .events = POLLIN, .revents = 0},
                                   {.fd = errors, .events = POLLIN, .revents = 0}}};
  std::array<char, 4096> block;
  while (waited[0].fd >= 0 || waited[1].fd >= 0) {
    if (poll(waited.data(), waited.size(), -1) < 0 && errno != EINTR) return ErrnoError("poll");
    for (pollfd& entry : waited) {
      if (entry.fd < 0 || entry.revents == 0) continue;
      const auto size = read(entry.fd, block.data(), block.size());
      if (size < 0 && errno == EINTR) continue;
      if (size > 0) {
        (entry.fd == output ? from_output : from_errors)
            .append(block.data(), static_cast<std::size_t>(size));
      } else {
        entry.fd = -1;
      }
    }
  }
  return {};
}

}  // namespace

Result<Child> StartChild(const std::vector<std::string>& words, ChildStreams streams) {
  static boost::asio::io_context context(1);
  process::posix::default_launcher start;
  boost::system::error_code error;
  const std::vector<std::string> arguments(words.begin() + 1, words.end());
  auto started = start(context.get_executor(), error, words.front(), arguments, OnItsOwn{streams});
  if (error) return Error("start " + words.front(), error.message());
  Child child{.pid = started.id()};
  started.detach();  // it is watched through its pidfd
  child.pidfd = sandbox::OpenPidfd(child.pid);
  if (!child.pidfd) return ErrnoError("open the pidfd of " + words.front());
  return child;
}

Result<std::string> OutputOf(const std::vector<std::string>& words) {
  std::vector<std::string> in_path = {"/usr/bin/env"};
  in_path.insert(in_path.end(), words.begin(), words.end());
  auto output = MakePipe();
  auto errors = MakePipe();
  if (!output) return output.error();
  if (!errors) return errors.error();
  const auto child = StartChild(in_path, {.output = output->in.get(), .errors = errors->in.get()});
  if (!child) return child.error();
  output->in = UniqueFd();
  errors->in = UniqueFd();
  std::string said;
  std::string complained;
  if (auto read = ReadBoth(output->out.get(), errors->out.get(), said, complained); !read) {
    return read.error();
  }
  const auto status =
      sandbox::WaitForChild(child->pidfd.get(), sandbox::Deadline::After(std::chrono::minutes(1)));
  if (status == 0) return said;
  while (complained.ends_with('\n')) complained.pop_back();
  return Error("run " + words.front(), complained.empty() ? "it failed" : complained);
}

}  // namespace checker
