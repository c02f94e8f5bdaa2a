#include "sandbox/os/result.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace sandbox {

void throw_exception_from_error(const Error& error, const boost::source_location& where) {
  std::fprintf(stderr, "%s:%d: value() on an error: %s\n", where.file_name(),
               static_cast<int>(where.line()), error.Text().c_str());
  std::abort();
}

Error ErrnoError(std::string operation) { return ErrnoError(std::move(operation), errno); }

Error ErrnoError(std::string operation, int error_number) {
  return Error(std::move(operation), std::strerror(error_number));
}

void AbortOnBrokenInvariant(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: broken invariant: %s\n", file, line, condition);
  std::abort();
}

}  // namespace sandbox
