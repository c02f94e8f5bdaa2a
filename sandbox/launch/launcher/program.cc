#include "sandbox/launch/launcher/program.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/personality.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <string_view>

#include "sandbox/launch/launch_message.h"
#include "sandbox/launch/launcher/confinement.h"
#include "sandbox/launch/launcher/failure.h"
#include "sandbox/launch/launcher/shared_box_filter.h"
#include "sandbox/os/unique_fd.h"

namespace sandbox {
namespace {

constexpr char kDefaultPath[] = "/usr/local/bin:/usr/bin:/bin";

std::vector<std::string> CompleteEnvironment(const LaunchRequest& request,
                                             const ProgramPlace& place) {
  std::map<std::string, std::string, std::less<>> variables{{"PATH", kDefaultPath},
                                                            {"HOME", place.home},
                                                            {"TMPDIR", place.temporary_folder},
                                                            {"LANG", "C.UTF-8"}};
  for (const std::string& entry : request.environment) {
    std::size_t equals = entry.find('=');
    variables[entry.substr(0, equals)] =
        equals == std::string::npos ? "" : entry.substr(equals + 1);
  }
  std::vector<std::string> environment;
  for (const auto& [name, value] : variables) environment.push_back(name + "=" + value);
  return environment;
}

std::string_view ValueOf(const std::vector<std::string>& environment, std::string_view name) {
  for (std::string_view entry : environment) {
    if (entry.substr(0, name.size()) == name && entry.substr(name.size(), 1) == "=") {
      return entry.substr(name.size() + 1);
    }
  }
  return {};
}

// The paths that execve is to be tried with: itself if it has a slash, else one in each folder of
// PATH.
std::vector<std::string> Candidates(const std::string& name, std::string_view path) {
  if (name.find('/') != std::string::npos) return {name};
  std::vector<std::string> candidates;
  for (;;) {
    std::size_t colon = path.find(':');
    std::string_view folder = path.substr(0, colon);
    candidates.push_back((folder.empty() ? "." : std::string(folder)) + "/" + name);
    if (colon == std::string_view::npos) return candidates;
    path.remove_prefix(colon + 1);
  }
}

std::vector<char*> Pointers(const std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (const std::string& text : strings) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

void ConnectStandardStreams(const ProgramPlace& place) {
  UniqueFd null_device;
  int input = place.standard_input;
  if (input < 0) {
    null_device = UniqueFd(Must("open /dev/null", open("/dev/null", O_RDWR | O_CLOEXEC)));
    input = null_device.get();
  }
  int error = place.standard_error >= 0 ? place.standard_error : place.standard_output;
  Must("connect standard input", dup2(input, STDIN_FILENO));
  Must("connect standard output", dup2(place.standard_output, STDOUT_FILENO));
  Must("connect standard error", dup2(error, STDERR_FILENO));
}

// The program starts with 0, 1 and 2; the failure report and everything else go at execve.
void CloseOtherDescriptorsOnExec() {
  Must("mark descriptors close-on-exec", syscall(SYS_close_range, 3u, ~0u, CLOSE_RANGE_CLOEXEC));
}

// The program's own filter comes last: it may refuse to install another one.
void Filter(const LaunchRequest& request, const ProgramPlace& place) {
  if (!place.own_namespaces && !place.user) {
    AllowSystemCalls(SharedBoxFilter(place.protect, request.numbers.landlock != 0));
  }
  if (!request.bpf.empty()) AllowSystemCalls(request.bpf);
}

void Confine(const LaunchRequest& request, const ProgramPlace& place, pid_t parent) {
  const LaunchNumbers& numbers = request.numbers;
  ResetSignals();
  Must("setsid", setsid());
  ConnectStandardStreams(place);
  BecomeFirstVictimOfMemoryPressure();
  SetLimits(numbers);
  Must("enter working folder", fchdir(place.working_dir));
  if (place.memory_group != nullptr) place.memory_group->Enter();
  DropIdentity(place.user);
  DieWith(parent);
  umask(022);
  if (numbers.disable_address_randomization != 0)
    Must("personality", personality(ADDR_NO_RANDOMIZE));
  CloseOtherDescriptorsOnExec();
  if (numbers.no_new_privs != 0) RefuseNewPrivileges();
  if (numbers.landlock != 0) RestrictFiles(place.files);
  if (numbers.seccomp != 0) Filter(request, place);
}

[[noreturn]] void BecomeProgram(const LaunchRequest& request, const ProgramPlace& place,
                                pid_t parent) {
  std::vector<std::string> environment = CompleteEnvironment(request, place);
  std::vector<std::string> candidates = Candidates(request.argv[0], ValueOf(environment, "PATH"));
  std::vector<char*> argv = Pointers(request.argv);
  std::vector<char*> envp = Pointers(environment);
  Confine(request, place, parent);
  // Like execvp(3): a file that may not be executed is remembered, for it says more than "not
  // there".
  int error_number = ENOENT;
  for (const std::string& candidate : candidates) {
    execve(candidate.c_str(), argv.data(), envp.data());
    if (errno != ENOENT && errno != ENOTDIR) error_number = errno;
    if (error_number != ENOENT && error_number != EACCES) break;
  }
  Fail("execve " + request.argv[0], error_number);
}

// Waits until the pipe's other end is closed (by execve) or brings a report.
void AwaitExecution(int report) {
  Message message;
  ssize_t size;
  do {
    size = read(report, &message, sizeof message);
  } while (size < 0 && errno == EINTR);
  if (size == 0) return;
  if (size != sizeof message) Fail("start program", EPROTO);
  Fail(message.text, message.value);
}

}  // namespace

pid_t StartProgram(const LaunchRequest& request, const ProgramPlace& place) {
  int ends[2];
  Must("make report pipe", pipe2(ends, O_CLOEXEC));
  UniqueFd report(ends[0]);
  UniqueFd report_writer(ends[1]);
  pid_t parent = getpid();
  pid_t program = Must("fork program", fork());
  if (program == 0) {
    SetFailureReport(report_writer.get());
    BecomeProgram(request, place, parent);
  }
  report_writer.Reset();
  AwaitExecution(report.get());
  return program;
}

}  // namespace sandbox
