// What an operation of ours that can fail returns: a value, or "operation: reason".
//
// Only failures of the checker or of the host travel this way. What a student's program does wrong
// is a Verdict, a broken invariant of our own ends the process (CHECK_INVARIANT).
#pragma once

#include <boost/system/result.hpp>
#include <string>
#include <string_view>

namespace sandbox {

// operation: what was tried, as a short phrase ("mount /proc"). reason: why it did not work
// ("Operation not permitted").
class Error {
 public:
  Error() = default;
  Error(std::string operation, std::string reason)
      : operation_(std::move(operation)), reason_(std::move(reason)) {}

  const std::string& operation() const { return operation_; }
  const std::string& reason() const { return reason_; }
  std::string Text() const { return operation_ + ": " + reason_; }

 private:
  std::string operation_;
  std::string reason_;
};

// Boost asks for this when value() is called on a result that holds an error: a bug of ours, so the
// process ends.
[[noreturn]] void throw_exception_from_error(const Error& error,
                                             const boost::source_location& where);

template <typename T>
using Result = boost::system::result<T, Error>;

// The Error for a system call that has just failed: its reason is errno's text.
Error ErrnoError(std::string operation);
Error ErrnoError(std::string operation, int error_number);

[[noreturn]] void AbortOnBrokenInvariant(const char* condition, const char* file, int line);

}  // namespace sandbox

// An assumption about our own code. Checked in release builds too.
#define CHECK_INVARIANT(condition) \
  ((condition) ? void() : ::sandbox::AbortOnBrokenInvariant(#condition, __FILE__, __LINE__))
