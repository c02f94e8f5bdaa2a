#include "checker/build/build_box.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <utility>

#include "checker/build/build_output.h"

namespace checker {
namespace {

using sandbox::Error;
using sandbox::Result;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kKeptOutput = 256u << 10;
constexpr std::size_t kMostOutput = 64u << 20;

// Names travel as arguments and are never parsed by this shell. A compiler that reads /dev/zero
// must run out of its own memory, not of the host's, also where no cgroup bounds the box.
constexpr char kPrologue[] =
    "[ -z \"$1\" ] || ulimit -v \"$1\"; [ -z \"$2\" ] || PATH=\"$PWD/$2:$PATH\"; shift 2; exec "
    "\"$@\"";
constexpr char kAddressSpaceKiB[] = "2097152";

sandbox::Limits BuildLimits() {
  sandbox::Limits limits;
  limits.memory = 1536ull << 20;
  limits.disk = 512ull << 20;
  return limits;
}

// Reads what is there now. False once nothing more can come.
bool Drain(int fd, HeadAndTail& output) {
  std::array<char, 65536> chunk;
  for (;;) {
    const auto size = read(fd, chunk.data(), chunk.size());
    if (size > 0) output.Add({chunk.data(), static_cast<std::size_t>(size)});
    if (size == 0) return false;
    if (size < 0 && errno != EINTR) return errno == EAGAIN;
    if (output.total() > kMostOutput) return true;
  }
}

std::string WhyKilled(int signal) {
  if (signal == SIGXCPU) return "the build used up its processor time";
  if (signal == SIGXFSZ) return "the build wrote a file that is too large";
  return std::string("the build was ended by a signal: ") + strsignal(signal);
}

}  // namespace

BuildBox::BuildBox(sandbox::Box box, std::chrono::milliseconds longest)
    : box_(std::move(box)), deadline_(Clock::now() + longest) {}

Result<BuildBox> BuildBox::Start(const BuildCommand& command) {
  sandbox::LaunchSpec spec;
  spec.argv = {"/bin/sh",
               "-c",
               kPrologue,
               "build",
               command.bound_address_space ? kAddressSpaceKiB : "",
               command.first_in_path};
  spec.argv.insert(spec.argv.end(), command.argv.begin(), command.argv.end());
  spec.source_dir = command.source_folder;
  spec.policy = sandbox::BuildPolicy();
  spec.isolation = command.isolation;
  spec.limits = BuildLimits();
  spec.standard_input = sandbox::StandardInput::kNull;
  spec.merge_stderr = true;
  auto box = sandbox::Box::Launch(spec);
  if (!box) return box.error();
  return BuildBox(std::move(*box), command.longest);
}

Result<BuildRun> BuildBox::Wait() {
  BuildRun run;
  HeadAndTail output(kKeptOutput);
  std::optional<sandbox::Termination> end;
  bool open = true;
  while (!end && run.stopped.empty()) {
    // A daemon may hold the pipe open behind the end of the build, so the pipe alone does not tell.
    std::array<pollfd, 2> waited = {
        {{.fd = box_.events(), .events = POLLIN, .revents = 0},
         {.fd = open ? box_.standard_output() : -1, .events = POLLIN, .revents = 0}}};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now());
    poll(waited.data(), waited.size(), std::max(0, static_cast<int>(left.count())));
    end = box_.PollEnd();
    if (open) open = Drain(box_.standard_output(), output);
    if (output.total() > kMostOutput) {
      run.stopped = "the build printed more than " + std::to_string(kMostOutput >> 20) + " MB";
    } else if (!end && Clock::now() > deadline_) {
      run.stopped = "the build took too long";
    }
  }
  const bool out_of_memory = box_.MemoryKills() > 0;
  if (auto killed = box_.KillAll(); !killed) return killed.error();
  run.output = PlainText(output.Text());
  if (!run.stopped.empty()) return run;
  if (out_of_memory) run.stopped = "the build used more memory than it may";
  if (const auto* exited = std::get_if<sandbox::Exited>(&*end)) {
    run.exit_code = exited->code;
    run.ok = exited->code == 0 && run.stopped.empty();
  } else if (run.stopped.empty()) {
    run.stopped = WhyKilled(std::get<sandbox::Signaled>(*end).signal);
  }
  return run;
}

}  // namespace checker
