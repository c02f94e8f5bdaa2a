#include "sandbox/launch/launcher_process.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/limits.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/process/v2/posix/vfork_launcher.hpp>
#include <boost/process/v2/process.hpp>
#include <cstdlib>
#include <vector>

#include "sandbox/os/pidfd.h"

namespace sandbox {
namespace {

namespace process = boost::process::v2;

constexpr int kControlInLauncher = 3;

// A Boost.Process initializer. The launcher lets stray descriptors of ours through, so all are
// marked first.
struct OnlyControlSocket {
  int control;

  template <typename Launcher>
  boost::system::error_code on_setup(Launcher& launcher, const process::filesystem::path&,
                                     const char* const*) {
    launcher.fd_whitelist.push_back(kControlInLauncher);
    return {};
  }

  template <typename Launcher>
  boost::system::error_code on_exec_setup(Launcher&, const process::filesystem::path&,
                                          const char* const*) {
    long marked = syscall(SYS_close_range, 3u, ~0u, CLOSE_RANGE_CLOEXEC);
    bool connected = control == kControlInLauncher
                         ? fcntl(control, F_SETFD, 0) == 0
                         : dup2(control, kControlInLauncher) == kControlInLauncher;
    if (marked == 0 && connected) return {};
    return {errno, boost::system::system_category()};
  }

  // Boost's launcher would run our exit handlers in the child.
  template <typename Launcher>
  void on_exec_error(Launcher&, const process::filesystem::path&, const char* const*,
                     const boost::system::error_code&) {
    _exit(127);
  }
};

Result<std::string> OwnFolder() {
  char path[PATH_MAX];
  ssize_t size = readlink("/proc/self/exe", path, sizeof path);
  if (size < 0) return ErrnoError("read /proc/self/exe");
  std::string program(path, static_cast<std::size_t>(size));
  return program.substr(0, program.rfind('/'));
}

}  // namespace

Result<std::string> FindLauncher() {
  if (const char* chosen = std::getenv("CHECKER_LAUNCHER")) return std::string(chosen);
  Result<std::string> folder = OwnFolder();
  if (!folder) return folder.error();
  for (const char* place : {"/sandbox-launcher", "/../libexec/checker/sandbox-launcher"}) {
    std::string path = *folder + place;
    if (access(path.c_str(), X_OK) == 0) return path;
  }
  return Error("find sandbox-launcher", "not in " + *folder + " nor in ../libexec/checker of it");
}

Result<LauncherProcess> StartLauncher() {
  static const Result<std::string> path = FindLauncher();
  if (!path) return path.error();
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
    return ErrnoError("make control socket");
  LauncherProcess launcher{.control = UniqueFd(ends[0])};
  UniqueFd theirs(ends[1]);
  // A context of its own, and a fresh one: the child of vfork(2) would renew in our memory what a
  // context has open, and other threads start launchers too.
  boost::asio::io_context context(1);
  static const char* const no_environment[] = {nullptr};
  process::posix::vfork_launcher start;
  start.env = no_environment;
  boost::system::error_code error;
  auto started = start(context.get_executor(), error, *path, std::vector<std::string>{},
                       OnlyControlSocket{theirs.get()});
  if (error) return Error("start " + *path, error.message());
  launcher.pid = started.id();
  started.detach();  // it is watched through its pidfd, and ended through its control socket
  launcher.pidfd = OpenPidfd(launcher.pid);
  if (!launcher.pidfd) return ErrnoError("open pidfd of sandbox-launcher");
  return launcher;
}

}  // namespace sandbox
