#include "checker/drive/abort_accept.h"

#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

#include "checker/probe/seize.h"

namespace checker {
namespace {

#ifdef __x86_64__
// A call that a stop has interrupted is about to be called again: the kernel marks it with this
// value, which no program sees.
constexpr long long kAboutToRestart = -512;  // -ERESTARTSYS
constexpr unsigned long long kNoCall = ~0ull;

bool ReturnError(int outside, int error) {
  user_regs_struct registers{};
  if (::ptrace(PTRACE_GETREGS, outside, nullptr, &registers) != 0) return false;
  if (static_cast<long long>(registers.rax) != kAboutToRestart) return false;
  registers.rax = static_cast<unsigned long long>(-static_cast<long long>(error));
  registers.orig_rax = kNoCall;
  return ::ptrace(PTRACE_SETREGS, outside, nullptr, &registers) == 0;
}
#else
bool ReturnError(int, int) { return false; }
#endif

// The number of a thread as this process counts: proc_pid_status(5), NSpid, has all its numbers,
// the box's last.
std::optional<int> ThreadOutside(Session& session, int pid, int tid) {
  const auto outside = session.box().OutsidePid(pid);
  if (!outside) return std::nullopt;
  if (tid == pid) return *outside;
  const std::filesystem::path tasks = "/proc/" + std::to_string(*outside) + "/task";
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(tasks, ignored)) {
    std::ifstream status(entry.path() / "status");
    for (std::string line; std::getline(status, line);) {
      if (!line.starts_with("NSpid:")) continue;
      if (std::stoi(line.substr(line.find_last_of(" \t") + 1)) == tid)
        return std::stoi(entry.path().filename());
    }
  }
  return std::nullopt;
}

}  // namespace

bool AbortAccept(Session& session, int pid, int tid) {
  const auto outside = ThreadOutside(session, pid, tid);
  if (!outside || !Seize(*outside, 0, session.box().reading_user())) return false;
  ::ptrace(PTRACE_INTERRUPT, *outside, nullptr, nullptr);
  int status = 0;
  if (::waitpid(*outside, &status, __WALL) != *outside || !WIFSTOPPED(status)) return false;
  const bool done = ReturnError(*outside, ECONNABORTED);
  ::ptrace(PTRACE_DETACH, *outside, nullptr, nullptr);
  return done;
}

}  // namespace checker
