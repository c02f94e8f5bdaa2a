#include "checker/command_line/folder_watch.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <string_view>

namespace checker {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kChanges = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM |
                                   IN_MOVED_TO | IN_MOVE_SELF | IN_DELETE_SELF;
constexpr int kPauseOfAnEditor = 150;  // milliseconds; saving is several steps
constexpr int kEver = -1;

// What editors leave beside a file while they save it.
bool IsByTheWay(std::string_view name) {
  return name.starts_with('.') || name.ends_with('~') || name.ends_with(".swp") || name == "4913";
}

}  // namespace

FolderWatch::FolderWatch(std::string path, sandbox::UniqueFd queue)
    : path_(std::move(path)), queue_(std::move(queue)) {}

sandbox::Result<FolderWatch> FolderWatch::On(const std::string& path) {
  sandbox::UniqueFd queue(inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (queue.get() < 0) return sandbox::ErrnoError("watch " + path);
  FolderWatch watch(path, std::move(queue));
  watch.AddFolders();
  return watch;
}

// A watch that exists already stays the same.
void FolderWatch::AddFolders() {
  std::error_code error;
  const bool folder = fs::is_directory(path_, error);
  // An editor replaces a file; its folder sees that.
  const std::string top = folder ? path_ : fs::absolute(path_, error).parent_path().string();
  inotify_add_watch(queue_.get(), top.c_str(), kChanges);
  if (!folder) {
    only_ = fs::path(path_).filename().string();
    return;
  }
  for (fs::recursive_directory_iterator each(path_, error), end; !error && each != end;
       each.increment(error)) {
    if (each->is_directory(error)) inotify_add_watch(queue_.get(), each->path().c_str(), kChanges);
  }
}

// Whether one of the events that wait is a change of the submission.
bool FolderWatch::TakeEvents() {
  alignas(inotify_event) char buffer[16 << 10];
  bool changed = false;
  for (ssize_t size; (size = read(queue_.get(), buffer, sizeof(buffer))) > 0;) {
    for (ssize_t at = 0; at < size;) {
      inotify_event event;
      std::memcpy(&event, buffer + at, sizeof(event));
      const char* name = event.len > 0 ? buffer + at + sizeof(event) : "";
      changed |= only_.empty() ? !IsByTheWay(name) : name == only_;
      at += static_cast<ssize_t>(sizeof(event) + event.len);
    }
  }
  return changed;
}

bool FolderWatch::WaitForChange(const volatile std::sig_atomic_t* stop) {
  bool changed = false;
  while (*stop == 0) {
    pollfd waiting = {.fd = queue_.get(), .events = POLLIN, .revents = 0};
    const int ready = poll(&waiting, 1, changed ? kPauseOfAnEditor : kEver);
    if (ready == 0) {
      AddFolders();  // some may be new
      return true;
    }
    if (ready > 0) changed |= TakeEvents();
  }
  return false;
}

}  // namespace checker
