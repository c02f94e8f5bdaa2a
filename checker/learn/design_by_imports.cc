#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <string_view>

#include "checker/learn/learn.h"
#include "sandbox/os/unique_fd.h"

namespace checker {

// The names of imported functions stand in the file with a NUL on each side (elf(5), .dynstr).
Design DesignByImports(int folder, const std::string& program) {
  const sandbox::UniqueFd file(::openat(folder, program.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (!file || ::fstat(file.get(), &status) != 0 || status.st_size == 0) return Design::kUnknown;
  const auto size = static_cast<std::size_t>(status.st_size);
  void* bytes = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (bytes == MAP_FAILED) return Design::kUnknown;
  const std::string_view text(static_cast<const char*>(bytes), size);
  const auto imports = [text](std::string_view name) {
    const std::string word = std::string(1, '\0') + std::string(name) + std::string(1, '\0');
    return text.find(word) != std::string_view::npos;
  };
  Design design = Design::kIterative;
  if (imports("fork") || imports("vfork")) {
    design = Design::kFork;
  } else if (imports("pthread_create") || imports("thrd_create") ||
             imports("_ZNSt6thread15_M_start_threadESt10unique_ptrINS_"
                     "6_StateESt14default_deleteIS1_EEPFvvE")) {
    design = Design::kThreads;
  } else if (imports("epoll_wait") || imports("poll") || imports("select")) {
    design = Design::kEventLoop;
  }
  ::munmap(bytes, size);
  return design;
}

}  // namespace checker
