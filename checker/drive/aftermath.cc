#include "checker/drive/aftermath.h"

#include <csignal>

namespace checker {
namespace {

bool SomebodyListens(const Observation& seen) { return seen.alive && !seen.listeners.empty(); }

// A pool of workers that has lost one serves the next client all the same.
bool LostWorkers(Session& session, const std::string& label) {
  return session.facts().design == Design::kPrefork &&
         session.Seen().LivePids().size() < session.At(label + ": idle").LivePids().size();
}

}  // namespace

Task<bool> StartAfresh(Session& session, std::string label) {
  if (session.client_count() > 0) {
    const bool listens = co_await session.Relaunch();
    if (!listens) co_return false;
  }
  co_await session.Rest(label + ": idle");
  co_return true;
}

Task<bool> SeeAftermath(Session& session, std::string label) {
  co_await session.RestAndType(label);
  if (!SomebodyListens(session.Seen())) co_return false;
  const bool lost_workers = LostWorkers(session, label);
  const int next = co_await session.Connect();
  const Served served = co_await session.Converse(next, label + ": next");
  co_return !lost_workers && (served == Served::kReplied || served == Served::kTaken);
}

Task<void> SeeControl(Session& session) {
  const bool listens = co_await session.Relaunch();
  if (!listens) co_return;
  co_await session.Rest("control: idle");
  const int first = co_await session.Connect();
  co_await session.Converse(first, "control: first");
  co_await session.HangUp(first);
  co_await SeeAftermath(session, "control");
}

Task<void> EndLivingChildren(Session& session, Observation idle) {
  for (const int pid : session.Seen().LivePids()) {
    if (idle.Task(pid) == nullptr) session.Signal(pid, SIGKILL);
  }
  co_await session.Rest();
}

}  // namespace checker
