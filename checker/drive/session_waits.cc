// Session's waits: every one ends with what was waited for, with proof that it will not come, or at
// the backstop.
#include <algorithm>
#include <bit>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdlib>

#include "checker/drive/session.h"
#include "checker/probe/observe.h"
#include "checker/probe/rest.h"

namespace checker {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Whoever sends this much for this long in one wait will not stop: no reply is that long.
constexpr std::uint64_t kFloodBytes = 8u << 20;
constexpr milliseconds kFloodTime{1000};
// Of a wait after the patience of the grading is at an end.
constexpr milliseconds kShortBackstop{250};

Task<void> Delay(steady_clock::duration time) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, time);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

// Lets the other sessions have their turn.
Task<void> Yield() {
  const auto executor = co_await boost::asio::this_coro::executor;
  co_await boost::asio::post(executor, boost::asio::use_awaitable);
}

// The pauses between looks: none at first, since a server that is at rest shows it in two looks;
// then longer, so that the checker does not take the processor from the server.
steady_clock::duration Pause(int look) {
  constexpr microseconds kPauses[] = {microseconds(0),   microseconds(100), microseconds(200),
                                      microseconds(400), microseconds(800), microseconds(1500)};
  constexpr int kCount = static_cast<int>(std::size(kPauses));
  if (look < 4 * kCount) return kPauses[std::min(look, kCount - 1)];
  return look < 200 ? milliseconds(4) : milliseconds(15);
}

// Who sleeps for a time may have something to do yet, whoever else runs without end: they are
// waited for until each has woken once.
class SleepersBesideSpinner {
 public:
  // Called with each look that shows a spinner; true while somebody sleeps as at the first of them.
  bool StillSleep(const Look& look, const std::set<int>& background) {
    std::map<int, std::uint64_t> now;
    for (const TaskLook& task : look.tasks) {
      const bool sleeps = task.raw.state == 'S' && task.wait.kind == WaitKind::kSleep;
      if (sleeps && !background.contains(task.raw.tid))
        now.emplace(task.raw.tid, task.raw.times_scheduled);
    }
    if (!at_first_) at_first_ = now;
    return std::any_of(now.begin(), now.end(), [this](const auto& sleeper) {
      const auto before = at_first_->find(sleeper.first);
      return before != at_first_->end() && before->second == sleeper.second;
    });
  }

 private:
  std::optional<std::map<int, std::uint64_t>> at_first_;  // times scheduled, by tid
};

}  // namespace

void Session::NoteExit(int pid, int status) {
  // The process stands still: what it holds now it has not closed itself.
  if (!TakeLook()) return;
  evidence_.exits.push_back({pid, status, ObserveDescriptors(server_->box(), look(), pid)});
}

std::vector<ClientEnd> Session::Ends() const {
  std::vector<ClientEnd> ends;
  for (const Client& client : clients_) {
    if (!client.seen().refused) ends.push_back(client.End());
  }
  for (const Client& partner : partners_) {
    if (!partner.seen().refused) ends.push_back(partner.End());
  }
  return ends;
}

bool Session::Pump() {
  bool news = false;
  for (Client& client : clients_) news |= client.Pump();
  for (Client& partner : partners_) news |= partner.Pump();
  news |= server_->Pump([this](int pid, int status) { NoteExit(pid, status); });
  return news;
}

bool Session::TakeLook() {
  if (const auto taken = server_->TakeLook(Ends()); !taken) {
    evidence_.obstacle = taken.error().Text();
    return false;
  }
  observed_ = false;
  UpdateAccepted();
  if (plan_.has_runtime_threads) SetRuntimeThreadsAside();
  return true;
}

// A sanitizer's own thread is born with the program's first one, sleeps, and has blocked every
// signal but a few that the kernel or the runtime needs, as no student's thread does.
// proc_pid_status(5): SigBlk.
void Session::SetRuntimeThreadsAside() {
  constexpr int kNearlyAll = 56;  // of 64
  for (const TaskLook& task : look().tasks) {
    if (task.wait.kind != WaitKind::kSleep || task.raw.tid == task.raw.pid) continue;
    if (!known_sleepers_.insert(task.raw.tid).second) continue;
    const std::string path =
        std::to_string(task.raw.pid) + "/task/" + std::to_string(task.raw.tid) + "/status";
    const std::string status = ReadProcFile(server_->box().proc_dir(), path.c_str()).value_or("");
    const std::size_t mask = status.find("\nSigBlk:\t");
    if (mask == std::string::npos) continue;
    const auto blocked = std::strtoull(status.c_str() + mask + 9, nullptr, 16);
    if (std::popcount(blocked) >= kNearlyAll) background_.insert(task.raw.tid);
  }
}

void Session::UpdateAccepted() {
  for (const ConnectionLook& connection : look().connections) {
    if (connection.row && connection.row->inode != 0) accepted_.insert(connection.client);
  }
  for (const Client& client : clients_) {
    // What was answered, ended or reset in order had been accepted, if too briefly to be seen.
    if (client.seen().bytes_received > 0 || client.seen().eof) accepted_.insert(client.number());
  }
}

Habits Session::KnownHabits() const {
  Habits habits{.background = background_,
                .stopped = stopped_,
                .polls_by_sleeping = facts().polls_by_sleeping,
                .streams = facts().exchange && facts().exchange->streams,
                .trusts_long_timeouts = !plan_.patient && !facts().replies_after_timeout,
                .tids_count_births = server_->box().has_own_network(),
                .spins = facts().spins_without_client};
  const auto& calls = facts().polling_calls;
  habits.polling_calls = {calls.begin(), calls.end()};
  return habits;
}

// Who only speaks learns from a send that fails that its client has gone: at the second one after
// it, so that sleeps are waited for.
bool Session::SomebodyStreamsToTheGone() {
  if (!facts().exchange || !facts().exchange->streams || !Seen().alive) return false;
  return std::any_of(clients_.begin(), clients_.end(), [this](const Client& client) {
    return client.seen().gone && !Seen().Holders(client.number()).empty();
  });
}

// GCC 12 destroys a closure with captures that own something twice when it is written inside a
// co_await expression: the closures given to Wait capture pointers and references only.
Task<Settled> Session::Wait(std::function<bool(const Look&)> reached) {
  if (!server_) co_return settled_ = Settled::kBackstop;
  RestDetector detector(KnownHabits());
  SleepersBesideSpinner sleepers;
  const auto begin = steady_clock::now();
  const std::uint64_t heard_before = BytesHeard();
  for (int looks = 0;; ++looks) {
    if (Pump()) {
      detector.Restart();
      looks = 0;
    }
    if (!TakeLook()) co_return settled_ = Settled::kBackstop;
    if (reached && reached(look())) co_return settled_ = Settled::kReached;
    const auto settled = detector.Feed(look());
    const bool is_early = settled == Settled::kSpinning && sleepers.StillSleep(look(), background_);
    if (settled && !is_early) {
      const bool burns = *settled == Settled::kSpinning || *settled == Settled::kWaking;
      const bool is_rest = burns || !SomebodyStreamsToTheGone();
      const bool end_is_known = *settled != Settled::kEnded || end_status().has_value();
      // What the server said between our last reading and the proof belongs to what it was given.
      if (burns || (!Pump() && end_is_known && is_rest)) {
        if (detector.TookATimeoutOnTrust()) {
          evidence_.took_timeouts_on_trust = true;
        } else if (*settled == Settled::kPeriodic) {
          LearnPolling();
        }
        co_return settled_ = *settled;
      }
      detector.Restart();
      UpdateAccepted();
      if (reached && reached(look())) co_return settled_ = Settled::kReached;
    }
    NoteSleepers();
    const auto elapsed = steady_clock::now() - begin;
    if (elapsed > kFloodTime && BytesHeard() - heard_before > kFloodBytes) {
      co_return settled_ = Settled::kSpinning;
    }
    if (plan_.Stopped()) co_return settled_ = Settled::kBackstop;
    if (elapsed > (plan_.patience->IsAtAnEnd() ? kShortBackstop : backstop_)) {
      plan_.patience->spent += std::chrono::duration_cast<milliseconds>(elapsed);
      co_return settled_ = Settled::kBackstop;
    }
    const auto pause = Pause(looks);
    if (pause > microseconds(0)) {
      co_await Delay(pause);
    } else {
      co_await Yield();
    }
  }
}

// With a client that is connected and silent, a timed wait that comes back empty is known for the
// rest of the grading; with one that has left, where that was worth the patience once.
void Session::LearnPolling() {
  const bool client_is_held =
      std::any_of(clients_.begin(), clients_.end(), [this](const Client& held) {
        return WasAccepted(held.number()) && !held.ended() &&
               (plan_.patient || !held.seen().half_closed);
      });
  if (!client_is_held) return;
  auto& known = evidence_.server.polling_calls;
  for (const long call : TimedCalls(look())) {
    if (std::find(known.begin(), known.end(), call) == known.end()) known.push_back(call);
  }
}

// A task that sleeps through many looks while a client is there: the checks then run side by side.
void Session::NoteSleepers() {
  const auto now = look().at;
  const bool somebody_is_dead =
      std::any_of(look().tasks.begin(), look().tasks.end(),
                  [](const TaskLook& task) { return task.raw.state == 'Z'; });
  std::map<int, Nap> still;
  for (const TaskLook& task : look().tasks) {
    const bool naps = task.raw.state == 'S' && task.wait.kind == WaitKind::kSleep;
    const bool waited_for = !background_.contains(task.raw.tid) || somebody_is_dead;
    if (!naps || !waited_for || clients_.empty()) continue;
    const auto known = naps_.find(task.raw.tid);
    const bool same =
        known != naps_.end() && known->second.times_scheduled == task.raw.times_scheduled;
    const Nap nap{task.raw.times_scheduled, same ? known->second.since : now};
    const auto asleep = std::chrono::duration_cast<milliseconds>(now - nap.since);
    ServerFacts so_long;
    so_long.sleeps_ms = static_cast<int>(asleep.count());
    so_long.pauses_between_clients = so_long.SleepsLong() && acceptors_.contains(task.raw.tid);
    evidence_.server.AddSleeps(so_long);
    still.emplace(task.raw.tid, nap);
  }
  naps_ = std::move(still);
}

std::uint64_t Session::BytesHeard() const {
  std::uint64_t bytes = server_->output_total();
  for (const Client& client : clients_) bytes += client.seen().bytes_received;
  for (const Client& partner : partners_) bytes += partner.seen().bytes_received;
  return bytes;
}

const std::string& Session::output() const {
  static const std::string kNothing;
  return server_ ? server_->output() : kNothing;
}

const Observation& Session::Seen() {
  if (!observed_ && server_) {
    observation_ = Observe(server_->box(), look(), accepted_);
    observed_ = true;
  }
  observation_.at_ms = Milliseconds();
  observation_.settled = settled_;
  observation_.clients.clear();
  for (const Client& client : clients_) observation_.clients.push_back(client.seen());
  observation_.end_status = end_status();
  const std::string& printed = output();
  observation_.output_tail =
      printed.substr(printed.size() - std::min<std::size_t>(printed.size(), 2048));
  return observation_;
}

void Session::Remember(std::string label) {
  evidence_.moments.push_back({std::move(label), Seen()});
}

Task<Settled> Session::Rest(std::string label) {
  const Settled settled = co_await Wait(nullptr);
  if (!label.empty()) Remember(std::move(label));
  co_return settled;
}

Task<Settled> Session::RestAndType(std::string label) {
  constexpr int kMostLines = 3;
  Settled settled = co_await Wait(nullptr);
  for (int lines = 0; lines < kMostLines && Seen().AtRest() && Seen().AsksOperator(); ++lines) {
    TypeLine(FreshNonce());
    settled = co_await Wait(nullptr);
  }
  if (!label.empty()) Remember(std::move(label));
  co_return settled;
}

Task<Settled> Session::UntilStopped(int pid, std::function<bool(const Look&)> reached) {
  stopped_.insert(pid);
  const Settled settled = co_await Wait(std::move(reached));
  stopped_.erase(pid);
  co_return settled;
}

Task<Settled> Session::Until(std::function<bool(const Look&)> reached, std::string label) {
  const Settled settled = co_await Wait(std::move(reached));
  if (!label.empty()) Remember(std::move(label));
  co_return settled;
}

Task<Settled> Session::UntilTaken(int client) {
  co_return co_await Wait([this, client](const Look& look) {
    if (clients_[static_cast<std::size_t>(client - 1)].ended()) return true;
    const ConnectionLook* connection = look.Connection(client);
    return connection != nullptr && !look.in_flight &&
           (!connection->row ||
            (connection->row->inode != 0 && connection->row->receive_queue == 0));
  });
}

}  // namespace checker
