#include "sandbox/launch/launcher/failure.h"

#include <unistd.h>

#include <utility>
#include <vector>

#include "sandbox/launch/launch_message.h"

namespace sandbox {
namespace {

int failure_report = -1;

std::vector<std::function<void()>>& Cleanups() {
  static std::vector<std::function<void()>> cleanups;
  return cleanups;
}

}  // namespace

void SetFailureReport(int fd) {
  failure_report = fd;
  Cleanups().clear();
}

void AtFailure(std::function<void()> cleanup) { Cleanups().push_back(std::move(cleanup)); }

void Fail(std::string_view step, int error_number) {
  Message message{.type = MessageType::kFailed, .value = error_number};
  message.set_text(step);
  while (!Cleanups().empty()) {
    std::function<void()> cleanup = std::move(Cleanups().back());
    Cleanups().pop_back();  // first, in case that it fails itself
    cleanup();
  }
  // Nobody is left to tell if this fails: the checker then sees the end-of-file.
  [[maybe_unused]] ssize_t written = write(failure_report, &message, sizeof message);
  _exit(1);
}

}  // namespace sandbox
