// When is a server at rest? A pure function of successive looks.
//
// Two successive looks prove rest when in both every task is dead or sleeps in a wait without an end, no task ran between
// them (equal run time and equal number of times scheduled), the sockets are the same, and nothing is in flight. Each task's
// interval between its two readings contains the instant between the looks; so at that instant nobody was running or about
// to run, and nobody but we can wake anybody. The gap between the looks may be nothing at all.
//
// Servers that are never that quiet are recognised by what they repeat: a poll with a timeout that comes back empty
// (periodic), a background task that slept before the first client came (set aside), a sleep in a loop (waking), a task that
// burns processor time (spinning).
#pragma once

#include <chrono>
#include <optional>
#include <set>

#include "checker/model/observation.h"
#include "checker/probe/look.h"

namespace checker {

class RestDetector {
 public:
  // background: tids that slept while the idle server waited for its first client. stopped: pids that we have stopped.
  // known_to_spin: the server was seen spinning before, so that a shorter while shows it.
  explicit RestDetector(std::set<int> background, std::set<int> stopped = {}, bool known_to_spin = false)
      : background_(std::move(background)), stopped_(std::move(stopped)), known_to_spin_(known_to_spin) {}

  // kQuiescent, kPeriodic, kSpinning, kWaking or kEnded once the looks so far prove it, else nullopt.
  std::optional<Settled> Feed(const Look& look);

  // Something came from the server after all: it was not at rest. A flood is still a flood.
  void Restart();

 private:
  bool AllAsleep(const Look& look) const;
  bool IsBackground(const TaskLook& task) const;
  bool IsStopped(const TaskLook& task) const;
  bool ProvesQuiescence(const Look& look) const;
  std::optional<Settled> JudgeRepetition(const Look& look);
  std::optional<Settled> JudgeSpinning(const Look& look);

  std::set<int> background_;
  std::set<int> stopped_;
  bool known_to_spin_;
  std::optional<Look> previous_;
  std::optional<Look> anchor_;      // the first of the looks with everybody asleep in the same waits
  std::optional<Look> busy_since_;  // the first of the looks with somebody running
};

// Tids that sleep for a time while some other task waits without an end: heartbeats and the like.
std::set<int> BackgroundTasks(const Look& idle);

}  // namespace checker
