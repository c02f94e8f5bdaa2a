// A proof of rest says that nobody will run without us. So: after each proof, nothing is done for a
// while, and then nobody may have run. On correct servers of every design, with as many computing
// processes beside them as there are processors.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <thread>

#include "checker/certify/busy_processes.h"
#include "checker/drive/session_fixture.h"

namespace checker {
namespace {

constexpr int kProofsWanted = 1000;
constexpr int kMostRounds = 40;
constexpr std::chrono::milliseconds kWatch{60};
const char* const kServers[] = {"fork",        "echo-fork", "double-fork", "threads",
                                "thread-pool", "prefork",   "epoll",       "iterative"};

struct Counts {
  int proofs = 0;
  int false_proofs = 0;
  int waits = 0;  // all, also those that ended otherwise
};

// What differs between the look that completed a proof and one that was taken later; "" where
// nobody ran.
std::string WhatRan(const Look& proof, const Look& later) {
  std::string ran;
  for (const TaskLook& task : later.tasks) {
    const auto same = [&task](const TaskLook& before) { return before.raw.SameAs(task.raw); };
    if (std::any_of(proof.tasks.begin(), proof.tasks.end(), same)) continue;
    ran += " " + std::to_string(task.raw.tid) + "(" + task.raw.state + " " +
           std::string(task.wait.name) + ")";
  }
  for (const TaskLook& task : proof.tasks) {
    const auto same = [&task](const TaskLook& after) { return after.raw.tid == task.raw.tid; };
    if (std::any_of(later.tasks.begin(), later.tasks.end(), same)) continue;
    ran += " " + std::to_string(task.raw.tid) + "(" + task.raw.state + ", gone)";
  }
  return ran;
}

// Waits for rest, and where that is proved watches whether it lasts.
Task<void> ProveAndWatch(Session& session, Counts* counts, const char* after) {
  Look last;
  Look* kept = &last;
  const Settled settled = co_await session.Until([kept](const Look& look) {
    *kept = look;
    return false;
  });
  ++counts->waits;
  if (settled != Settled::kQuiescent) co_return;
  ++counts->proofs;
  std::this_thread::sleep_for(kWatch);
  const auto later = Looker(&session.box()).Take({});
  EXPECT_TRUE(later) << later.error().Text();
  const std::string ran = later ? WhatRan(last, *later) : "";
  if (ran.empty()) co_return;
  ++counts->false_proofs;
  ADD_FAILURE() << "after " << after << " at rest, and then ran:" << ran;
}

// Every moment at which a server may look idle and is not: bytes, connections and ends on their
// way.
Task<void> Round(Session& session, Counts* counts) {
  const int first = co_await session.Connect();
  session.SendBytes(first, "hello");
  co_await ProveAndWatch(session, counts, "the first client's words");
  const std::vector<int> more = session.ConnectAtOnce(3);
  co_await ProveAndWatch(session, counts, "three connects");
  for (const int client : more) session.SendBytes(client, "hello");
  co_await ProveAndWatch(session, counts, "three clients' words");
  session.HalfClose(more[0]);
  session.Close(first);
  co_await ProveAndWatch(session, counts, "two ends");
  session.Reset(more[1]);
  co_await ProveAndWatch(session, counts, "a reset");
  session.Close(more[0]);
  session.Close(more[2]);
  co_await ProveAndWatch(session, counts, "the last end");
}

class RestSoak : public SessionTest {};

TEST_F(RestSoak, AfterAProofOfRestNobodyRunsAlsoOnABusyMachine) {
  const BusyProcesses busy(std::max(2, UsualLoad()));
  Counts all;
  for (int round = 0; round < kMostRounds && all.proofs < kProofsWanted; ++round) {
    for (const char* server : kServers) {
      Counts counts;
      Session session(PlanFor(TestProgram::Reference(server)), {}, 64);
      ASSERT_EQ(Launch(session), Start::kListening) << server;
      RunToEnd(Round(session, &counts));
      EXPECT_EQ(counts.false_proofs, 0) << server;
      all.proofs += counts.proofs;
      all.false_proofs += counts.false_proofs;
      all.waits += counts.waits;
    }
  }
  std::printf("%d waits, %d proofs of rest, %d false\n", all.waits, all.proofs, all.false_proofs);
  EXPECT_GE(all.proofs, kProofsWanted);
  EXPECT_EQ(all.false_proofs, 0);
}

}  // namespace
}  // namespace checker
