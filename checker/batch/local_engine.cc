#include "checker/batch/local_engine.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

#include "sandbox/os/pidfd.h"

namespace checker {
namespace {

using sandbox::Deadline;
using sandbox::ErrnoError;
using sandbox::Result;
using std::chrono::milliseconds;

// A grading that is asked to end removes what it has made; one that does not in this time is
// killed.
constexpr std::chrono::seconds kGrace{20};

std::string HowItEnded(int status) {
  if (!WIFSIGNALED(status)) return "";
  const int signal = WTERMSIG(status);
  return "was ended by signal " + std::to_string(signal) + " (" + strsignal(signal) + ")";
}

}  // namespace

LocalEngine::LocalEngine(int jobs, std::chrono::seconds time_limit)
    : jobs_(static_cast<std::size_t>(std::max(jobs, 1))), time_limit_(time_limit) {}

LocalEngine::~LocalEngine() {
  for (const Running& grading : running_) {
    sandbox::SendSignal(grading.child.pidfd.get(), SIGKILL);
    sandbox::WaitForChild(grading.child.pidfd.get(), Deadline::After(kGrace));
  }
}

bool LocalEngine::HasRoom() const { return running_.size() < jobs_; }

int LocalEngine::running() const { return static_cast<int>(running_.size()); }

Result<void> LocalEngine::Start(const Job& job) {
  const sandbox::UniqueFd log(
      open(job.log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644));
  if (!log) return ErrnoError("open " + job.log);
  auto child = StartChild(job.words, {.errors = log.get()});
  if (!child) return child.error();
  running_.push_back({job.name, std::move(*child), Deadline::After(time_limit_)});
  return {};
}

Result<std::vector<Ended>> LocalEngine::Wait(milliseconds longest) {
  std::vector<pollfd> waited;
  for (const Running& grading : running_) {
    waited.push_back({.fd = grading.child.pidfd.get(), .events = POLLIN, .revents = 0});
  }
  if (poll(waited.data(), waited.size(), static_cast<int>(longest.count())) < 0 && errno != EINTR) {
    return ErrnoError("wait for gradings");
  }
  std::vector<Ended> ended;
  std::erase_if(running_, [&](const Running& grading) {
    const auto status = sandbox::WaitForChild(grading.child.pidfd.get(), Deadline::After({}));
    if (!status) return false;
    ended.push_back({grading.name, grading.asked ? "did not come to an end in " +
                                                       std::to_string(time_limit_.count()) + " s"
                                                 : HowItEnded(*status)});
    return true;
  });
  AskWhatHangs();
  return ended;
}

void LocalEngine::AskWhatHangs() {
  for (Running& grading : running_) {
    if (!grading.limit.passed()) continue;
    sandbox::SendSignal(grading.child.pidfd.get(), grading.asked ? SIGKILL : SIGTERM);
    grading.asked = true;
    grading.limit = Deadline::After(kGrace);
  }
}

void LocalEngine::Stop() {
  for (const Running& grading : running_) {
    sandbox::SendSignal(grading.child.pidfd.get(), SIGTERM);
  }
}

}  // namespace checker
