#include "checker/probe/rest.h"

#include <algorithm>

namespace checker {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr int kWakesThatShowARepetition = 2;
constexpr milliseconds kTimeThatShowsAWakingLoop{1500};
constexpr milliseconds kTimeThatShowsSpinning{1000};
constexpr double kShareThatShowsSpinning = 0.35;
constexpr nanoseconds kRunTimeThatShowsSpinning{300'000'000};
constexpr nanoseconds kRunTimeOfOneThatNeverSleeps{50'000'000};
// of tasks, with no news from anybody: more than any crowd of clients asks for
constexpr int kBirthsThatShowALoop = 1000;

bool IsDead(const TaskLook& task) { return task.raw.state == 'Z' || task.raw.state == 'X'; }

// Pids of those with dead children to bury: what they will do when they wake is not known.
std::set<int> ParentsOfDead(const Look& look) {
  std::set<int> parents;
  for (const TaskLook& task : look.tasks) {
    if (IsDead(task)) parents.insert(task.raw.parent);
  }
  return parents;
}

std::set<int> RunningTasks(const Look& look) {
  std::set<int> running;
  for (const TaskLook& task : look.tasks) {
    if (task.raw.state == 'R') running.insert(task.raw.tid);
  }
  return running;
}

bool SameRow(const SocketRow& a, const SocketRow& b) {
  // The send queue waits for delayed acknowledgements and says nothing about the server.
  return a.state == b.state && a.receive_queue == b.receive_queue && a.inode == b.inode &&
         a.bytes_received == b.bytes_received && a.bytes_sent == b.bytes_sent;
}

bool SameConnection(const ConnectionLook& a, const ConnectionLook& b) {
  if (a.client != b.client || a.row.has_value() != b.row.has_value()) return false;
  return !a.row || SameRow(*a.row, *b.row);
}

bool SameSockets(const Look& a, const Look& b) {
  return std::equal(a.listeners.begin(), a.listeners.end(), b.listeners.begin(), b.listeners.end(),
                    SameRow) &&
         std::equal(a.connections.begin(), a.connections.end(), b.connections.begin(),
                    b.connections.end(), SameConnection);
}

bool SameTasks(const Look& a, const Look& b) {
  return std::equal(a.tasks.begin(), a.tasks.end(), b.tasks.begin(), b.tasks.end(),
                    [](const auto& x, const auto& y) { return x.raw.SameAs(y.raw); });
}

// The same task again in the same kind of wait. Pointers and counters among the arguments may
// differ from turn to turn.
bool SameKindOfWait(const TaskLook& a, const TaskLook& b) {
  if (a.raw.tid != b.raw.tid || a.raw.start_ticks != b.raw.start_ticks) return false;
  if (IsDead(a) != IsDead(b)) return false;
  if (a.raw.call.has_value() != b.raw.call.has_value()) return false;
  return !a.raw.call || (a.raw.call->number == b.raw.call->number &&
                         (!a.wait.has_fd || a.raw.call->arguments[0] == b.raw.call->arguments[0]));
}

bool SameSetOfTasks(const Look& a, const Look& b) {
  return std::equal(a.tasks.begin(), a.tasks.end(), b.tasks.begin(), b.tasks.end(),
                    [](const auto& x, const auto& y) {
                      return x.raw.tid == y.raw.tid && x.raw.start_ticks == y.raw.start_ticks;
                    });
}

bool SameWaits(const Look& a, const Look& b) {
  return SameSockets(a, b) &&
         std::equal(a.tasks.begin(), a.tasks.end(), b.tasks.begin(), b.tasks.end(), SameKindOfWait);
}

}  // namespace

std::optional<Settled> RestDetector::Feed(const Look& look) {
  std::optional<Settled> settled;
  if (previous_ && ProvesQuiescence(look)) {
    took_a_timeout_on_trust_ =
        std::any_of(look.tasks.begin(), look.tasks.end(),
                    [this](const TaskLook& task) { return IsPolling(task); });
    settled = !look.AnyoneAlive()        ? Settled::kEnded
              : took_a_timeout_on_trust_ ? Settled::kPeriodic
                                         : Settled::kQuiescent;
  } else if (AllAsleep(look) && !look.in_flight) {
    settled = JudgeRepetition(look);
  }
  if (!settled) settled = JudgeSpinning(look);
  previous_ = look;
  return settled;
}

void RestDetector::Restart() {
  previous_.reset();
  anchor_.reset();
  youngest_at_first_ = 0;
}

bool RestDetector::IsBackground(const TaskLook& task) const {
  const bool between_words = habits_.streams && task.wait.kind == WaitKind::kSleep;
  return between_words || habits_.background.contains(task.raw.tid);
}

bool RestDetector::IsStopped(const TaskLook& task) const {
  return task.raw.state == 'T' && habits_.stopped.contains(task.raw.pid);
}

bool RestDetector::AllAsleep(const Look& look) const {
  return std::all_of(look.tasks.begin(), look.tasks.end(), [this](const TaskLook& task) {
    return IsDead(task) || IsStopped(task) ||
           (task.raw.state == 'S' && task.wait.kind != WaitKind::kUnknown);
  });
}

bool RestDetector::ProvesQuiescence(const Look& look) const {
  if (look.in_flight || previous_->in_flight) return false;
  if (!SameTasks(*previous_, look) || !SameSockets(*previous_, look)) return false;
  const std::set<int> buriers = ParentsOfDead(look);
  return std::all_of(look.tasks.begin(), look.tasks.end(), [this, &buriers](const TaskLook& task) {
    const bool set_aside =
        (IsBackground(task) || IsPolling(task)) && !buriers.contains(task.raw.pid);
    return IsDead(task) || IsStopped(task) ||
           (task.raw.state == 'S' && (task.endless || set_aside));
  });
}

bool RestDetector::IsPolling(const TaskLook& task) const {
  if (task.raw.state != 'S' || task.endless || !task.raw.call) return false;
  const bool known = habits_.polling_calls.contains(task.raw.call->number);
  return known || (task.long_input_wait && habits_.trusts_long_timeouts);
}

std::optional<Settled> RestDetector::JudgeRepetition(const Look& look) {
  if (!anchor_ || !SameWaits(*anchor_, look)) {
    anchor_ = look;
    return std::nullopt;
  }
  const std::set<int> buriers = ParentsOfDead(look);
  bool sleeps = false;
  bool timed = false;
  for (std::size_t i = 0; i < look.tasks.size(); ++i) {
    const TaskLook& task = look.tasks[i];
    if (IsDead(task) || task.endless || IsStopped(task)) continue;
    if (IsBackground(task) && !buriers.contains(task.raw.pid)) continue;
    timed = true;
    const std::uint64_t wakes = task.raw.times_scheduled - anchor_->tasks[i].raw.times_scheduled;
    if (wakes < kWakesThatShowARepetition) return std::nullopt;
    if (task.wait.kind == WaitKind::kSleep) sleeps = true;
  }
  if (!timed) return std::nullopt;
  if (!sleeps || habits_.polls_by_sleeping) return Settled::kPeriodic;
  if (look.at - anchor_->at < kTimeThatShowsAWakingLoop) return std::nullopt;
  return Settled::kWaking;
}

// It forks, or starts threads, again and again: tids count upwards.
bool RestDetector::BirthsWithoutEnd(const Look& look) {
  if (!habits_.tids_count_births) return false;
  int youngest = 0;
  for (const TaskLook& task : look.tasks) youngest = std::max(youngest, task.raw.tid);
  if (youngest_at_first_ == 0) youngest_at_first_ = youngest;
  return youngest - youngest_at_first_ >= kBirthsThatShowALoop;
}

std::optional<Settled> RestDetector::JudgeSpinning(const Look& look) {
  if (BirthsWithoutEnd(look)) return Settled::kSpinning;
  const std::set<int> running = RunningTasks(look);
  const bool nobody_ran = previous_ && SameTasks(*previous_, look);
  if (!busy_since_ || !SameSetOfTasks(*busy_since_, look) || (running.empty() && nobody_ran)) {
    busy_since_ = look;
    always_running_ = running;
    return std::nullopt;
  }
  std::erase_if(always_running_, [&running](int tid) { return !running.contains(tid); });
  const auto elapsed = look.at - busy_since_->at;
  const int quicker = habits_.spins ? 5 : 1;
  if (elapsed < kTimeThatShowsSpinning / quicker) return std::nullopt;
  std::uint64_t run_ns = 0;
  for (std::size_t i = 0; i < look.tasks.size(); ++i) {
    run_ns += look.tasks[i].raw.run_ns - busy_since_->tasks[i].raw.run_ns;
  }
  const nanoseconds ran(run_ns);
  // Its share of the processor shows a spinner; where others keep the machine busy, that it never
  // once slept does.
  const bool large_share =
      static_cast<double>(run_ns) >
      kShareThatShowsSpinning * static_cast<double>(nanoseconds(elapsed).count());
  if (large_share && ran >= kRunTimeThatShowsSpinning / quicker) return Settled::kSpinning;
  if (!always_running_.empty() && ran >= kRunTimeOfOneThatNeverSleeps / quicker)
    return Settled::kSpinning;
  return std::nullopt;
}

std::set<int> BackgroundTasks(const Look& idle) {
  const bool somebody_waits = std::any_of(
      idle.tasks.begin(), idle.tasks.end(),
      [](const TaskLook& task) { return !IsDead(task) && task.raw.state == 'S' && task.endless; });
  std::set<int> background;
  if (!somebody_waits) return background;
  for (const TaskLook& task : idle.tasks) {
    const bool sleeps = task.wait.kind == WaitKind::kSleep || task.wait.kind == WaitKind::kFutex;
    if (task.raw.state == 'S' && sleeps && !task.endless) background.insert(task.raw.tid);
  }
  return background;
}

bool IsIdleWithSleepers(const Look& look) {
  const bool all_asleep =
      std::all_of(look.tasks.begin(), look.tasks.end(), [](const TaskLook& task) {
        return IsDead(task) || (task.raw.state == 'S' && task.wait.kind != WaitKind::kUnknown);
      });
  const bool somebody_waits =
      std::any_of(look.tasks.begin(), look.tasks.end(), [](const TaskLook& task) {
        return task.raw.state == 'S' && task.endless &&
               (task.wait.kind == WaitKind::kAccept || task.wait.kind == WaitKind::kPoll);
      });
  return all_asleep && somebody_waits;
}

std::set<long> TimedCalls(const Look& look) {
  std::set<long> calls;
  for (const TaskLook& task : look.tasks) {
    const bool timed = task.raw.call && !task.endless && task.wait.kind != WaitKind::kSleep;
    if (task.raw.state == 'S' && timed) calls.insert(task.raw.call->number);
  }
  return calls;
}

}  // namespace checker
