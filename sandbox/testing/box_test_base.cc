#include "sandbox/testing/box_test_base.h"

#include <fcntl.h>
#include <unistd.h>

#include <climits>

#include "sandbox/os/readiness.h"
#include "sandbox/policy/policy.h"

namespace sandbox {

int ProgramsDir() {
  static const int dir = [] {
    char path[PATH_MAX];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path);
    std::string program(path, static_cast<std::size_t>(size));
    std::string folder = program.substr(0, program.rfind('/')) + "/sandbox_testing";
    return open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  }();
  CHECK_INVARIANT(dir >= 0);
  return dir;
}

Isolation IsolationOf(BoxKind kind) {
  Isolation isolation = ProbeIsolation();
  if (kind == BoxKind::kShared) {
    Layer off{.on = false, .reason = "not wanted by this test"};
    isolation.user_namespace = isolation.pid_namespace = off;
    isolation.mount_namespace = isolation.network_namespace = off;
  }
  return isolation;
}

LaunchSpec SpecFor(BoxKind kind, std::vector<std::string> argv) {
  LaunchSpec spec;
  spec.argv = std::move(argv);
  spec.source_dir = ProgramsDir();
  spec.policy = ServerPolicy();
  spec.isolation = IsolationOf(kind);
  return spec;
}

std::string ReadAll(int fd) {
  std::string text;
  char part[65536];
  Deadline deadline = Soon();
  while (WaitUntilReadable(fd, deadline)) {
    ssize_t size = read(fd, part, sizeof part);
    if (size <= 0) break;
    text.append(part, static_cast<std::size_t>(size));
  }
  return text;
}

std::string ReadLine(int fd) {
  std::string line;
  char byte;
  Deadline deadline = Soon();
  while (WaitUntilReadable(fd, deadline) && read(fd, &byte, 1) == 1 && byte != '\n') line += byte;
  return line;
}

std::optional<Termination> AwaitEnd(Box& box) {
  Deadline deadline = Soon();
  while (!box.PollEnd()) {
    if (!WaitUntilReadable(box.events(), deadline)) return std::nullopt;
  }
  return box.PollEnd();
}

void BoxTest::SetUp() {
  const Isolation& probed = ProbeIsolation();
  if (isolated() && !probed.user_namespace.on)
    GTEST_SKIP() << probed.user_namespace.reason.value_or("");
}

Box BoxTest::Start(const LaunchSpec& spec) {
  Result<Box> box = Box::Launch(spec);
  if (!box) ADD_FAILURE() << box.error().Text();
  return std::move(box).value();
}

std::string BoxTest::OutputOf(std::vector<std::string> argv) const {
  Box box = Start(std::move(argv));
  return ReadAll(box.standard_output());
}

void PrintTo(BoxKind kind, std::ostream* out) {
  *out << (kind == BoxKind::kIsolated ? "Namespaces" : "NoNamespaces");
}

std::string NameOfKind(const ::testing::TestParamInfo<BoxKind>& info) {
  return ::testing::PrintToString(info.param);
}

}  // namespace sandbox
