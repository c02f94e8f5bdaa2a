// Waits until somebody has changed a submission: inotify(7).
//
//   auto watch = FolderWatch::On("submissions/anna");
//   while (watch->WaitForChange(&stop)) ...
#pragma once

#include <csignal>
#include <string>

#include "sandbox/os/result.h"
#include "sandbox/os/unique_fd.h"

namespace checker {

class FolderWatch {
 public:
  // A folder with all its folders, or a file. What changes from now on counts.
  static sandbox::Result<FolderWatch> On(const std::string& path);

  // Until something has changed and the editor has come to its end with it: a moment without a
  // further change. False once *stop is not 0.
  bool WaitForChange(const volatile std::sig_atomic_t* stop);

 private:
  FolderWatch(std::string path, sandbox::UniqueFd queue);
  void AddFolders();
  bool TakeEvents();

  std::string path_;
  std::string only_;  // the one file's name; "": the whole folder
  sandbox::UniqueFd queue_;
};

}  // namespace checker
