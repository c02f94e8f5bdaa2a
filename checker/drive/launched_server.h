// One launch of the server under test without its clients: its box, what it prints, how it ended,
// the latest look at it. Session drives it; nothing is decided here.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/drive/launch_plan.h"
#include "checker/model/check.h"
#include "checker/probe/look.h"
#include "checker/probe/tracer.h"
#include "sandbox/launch/box.h"
#include "sandbox/os/result.h"

namespace checker {

class LaunchedServer {
 public:
  // Called with pid and wait(2) status while a traced process stands still at its exit.
  using OnExit = std::function<void(int pid, int status)>;

  // Starts plan.program (or plan.words) with these arguments. An Error is the host's.
  static Task<sandbox::Result<std::unique_ptr<LaunchedServer>>> Start(
      LaunchPlan plan, std::vector<std::string> arguments);
  ~LaunchedServer();  // it is ended beside what comes next: plan.ending
  LaunchedServer(const LaunchedServer&) = delete;

  // Reads what the program has printed and whether it has ended. True if it ended just now or a
  // traced process stopped.
  bool Pump(const OnExit& on_exit);
  // A fresh look, with these ends of its clients.
  sandbox::Result<void> TakeLook(const std::vector<ClientEnd>& clients);

  // Writes the line at the program's terminal. `readers` are the tids that wait for it: until one
  // of them has run the line is on its way, for the kernel passes it on in a thread of its own.
  // False where the terminal takes nothing.
  bool TypeLine(std::string_view line, const std::vector<int>& readers);
  void CloseStandardInput(const std::vector<int>& readers);
  // From now on births and exits are recorded one by one (ptrace). False where the host does not
  // allow it.
  bool Trace();

  const Look& look() const { return look_; }
  sandbox::Box& box() { return box_; }
  // The last 64 KiB, and how much it was in all.
  const std::string& output() const { return output_; }
  std::uint64_t output_total() const { return output_total_; }
  // What came by standard error alone: all of it, or where that is much its beginning and its end.
  const std::string& errors() const { return errors_; }
  // As wait(2) reports it.
  std::optional<int> end_status() const { return end_status_; }
  std::vector<Birth> births() const { return tracer_ ? tracer_->births() : std::vector<Birth>(); }

 private:
  LaunchedServer(sandbox::Box box, std::shared_ptr<EndingBoxes> ending)
      : ending_(std::move(ending)), box_(std::move(box)), looker_(&box_) {}
  std::string ReadOutput(int fd);
  void NoteReaders(const std::vector<int>& readers);
  bool LineWasRead() const;

  std::shared_ptr<EndingBoxes> ending_;
  sandbox::Box box_;
  Looker looker_;
  Look look_;
  std::string output_;
  std::uint64_t output_total_ = 0;
  std::string errors_;
  std::optional<int> end_status_;
  // The tasks that read the terminal when a line (or its end) was typed, with how often they had
  // run.
  std::map<int, std::uint64_t> readers_when_typed_;
  std::unique_ptr<Tracer> tracer_;  // refers to the box
};

}  // namespace checker
