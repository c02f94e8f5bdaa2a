// Fail-closed set-up: every step goes through Must, and a step that fails ends this process after
// telling which it was.
//
//   SetFailureReport(fd);  // where to: the box socket, or the pipe of a program's parent
//
//   Must("mount /proc", mount(...));
//
// The report is one Message of type kFailed, sent with write(2), which every seccomp policy allows.
#pragma once

#include <cerrno>
#include <functional>
#include <string_view>

namespace sandbox {

// Also forgets what AtFailure was told: it is the parent's business.
void SetFailureReport(int fd);

// What a failure must not leave behind: run before the report, the last one first.
void AtFailure(std::function<void()> cleanup);

[[noreturn]] void Fail(std::string_view step, int error_number = errno);

// The result of a system call, which is an error if negative.
inline int Must(std::string_view step, long result) {
  if (result < 0) Fail(step);
  return static_cast<int>(result);
}

}  // namespace sandbox
