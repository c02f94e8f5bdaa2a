// When is a server at rest? A pure function of successive looks.
//
// Two successive looks prove rest when in both every task is dead or sleeps in a wait without an
// end, no task ran between them (equal run time and equal number of times scheduled), the sockets
// are the same, and nothing is in flight. Each task's interval between its two readings contains
// the instant between the looks; so at that instant nobody was running or about to run, and nobody
// but we can wake anybody. The gap between the looks may be nothing at all.
//
// Servers that are never that quiet are recognised by what they repeat: a poll with a timeout that
// comes back empty (periodic), a background task that slept before the first client came (set
// aside), a sleep in a loop (waking), a task that burns processor time (spinning).
#pragma once

#include <chrono>
#include <optional>
#include <set>

#include "checker/model/observation.h"
#include "checker/probe/look.h"

namespace checker {

// What is known of a server's habits before a wait begins.
struct Habits {
  // tids that slept while the idle server waited for its first client
  std::set<int> background;
  std::set<int> stopped;         // pids that we have stopped
  std::set<long> polling_calls;  // timed calls that were seen to come back empty again and again
  bool polls_by_sleeping = false;
  bool streams = false;  // who sleeps does so between two things that it says of itself
  // who waits for input and gives up much later is at rest until then
  bool trusts_long_timeouts = true;
  bool tids_count_births = true;  // nobody else takes of the same numbers
  bool spins = false;             // seen spinning before, so that a shorter while shows it
};

class RestDetector {
 public:
  explicit RestDetector(Habits habits) : habits_(std::move(habits)) {}

  // kQuiescent, kPeriodic, kSpinning, kWaking or kEnded once the looks so far prove it, else
  // nullopt.
  std::optional<Settled> Feed(const Look& look);

  // The rest that was proved holds until somebody's wait for input times out.
  bool TookATimeoutOnTrust() const { return took_a_timeout_on_trust_; }

  // Something came from the server after all: it was not at rest. A flood is still a flood.
  void Restart();

 private:
  bool AllAsleep(const Look& look) const;
  bool IsBackground(const TaskLook& task) const;
  bool IsStopped(const TaskLook& task) const;
  bool IsPolling(const TaskLook& task) const;
  bool ProvesQuiescence(const Look& look) const;
  std::optional<Settled> JudgeRepetition(const Look& look);
  std::optional<Settled> JudgeSpinning(const Look& look);
  bool BirthsWithoutEnd(const Look& look);

  Habits habits_;
  bool took_a_timeout_on_trust_ = false;
  std::optional<Look> previous_;
  // the first of the looks with everybody asleep in the same waits
  std::optional<Look> anchor_;
  std::optional<Look> busy_since_;  // the first of the looks with somebody running
  int youngest_at_first_ = 0;       // the highest tid when this began
  std::set<int> always_running_;    // tids that were running in every look since
};

// Tids that sleep for a time while some other task waits without an end: heartbeats and the like.
std::set<int> BackgroundTasks(const Look& idle);

// Somebody waits without an end, and nobody runs: the idle server, whatever sleeps beside.
bool IsIdleWithSleepers(const Look& look);

// The timed calls other than sleeps that tasks of this look are in.
std::set<long> TimedCalls(const Look& look);

}  // namespace checker
