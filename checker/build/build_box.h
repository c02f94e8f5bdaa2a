// One command of a build, in a box of its own: no network, bounded memory, time and output.
//
//   BuildBox box =
//       BuildBox::Start({.argv = {"gcc", ...}, .source_folder = fd, .isolation = i}).value();
//   BuildRun run = box.Wait().value();
//   CopyFileBeneath(box.working_dir(), ...);  // what it made
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "sandbox/launch/box.h"
#include "sandbox/os/result.h"

namespace checker {

inline constexpr std::chrono::milliseconds kLongestBuild{60'000};

struct BuildCommand {
  std::vector<std::string> argv;  // argv[0] is found in PATH
  int source_folder = -1;         // its content is copied into the box
  const sandbox::Isolation& isolation;
  std::string first_in_path = "";  // a folder of the working folder, "" = none
  // no process may map more than 2 GiB; off for what may be a Java compiler
  bool bound_address_space = true;
  std::chrono::milliseconds longest = kLongestBuild;
};

struct BuildRun {
  bool ok = false;      // it ended by itself with exit status 0
  int exit_code = -1;   // -1 where it did not exit
  std::string output;   // plain text, standard error too; head and tail of a long one
  std::string stopped;  // "" or why it was stopped or killed: "the build took too long"
};

class BuildBox {
 public:
  static sandbox::Result<BuildBox> Start(const BuildCommand& command);

  // Until it ends or is stopped; afterwards nothing in the box is alive.
  sandbox::Result<BuildRun> Wait();

  // Its files, also after Wait().
  int working_dir() const { return box_.working_dir(); }

 private:
  BuildBox(sandbox::Box box, std::chrono::milliseconds longest);

  sandbox::Box box_;
  std::chrono::steady_clock::time_point deadline_;
};

}  // namespace checker
