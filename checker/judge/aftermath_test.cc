#include "checker/judge/aftermath.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <csignal>

namespace checker {
namespace {

Observation Alive() {
  Observation seen;
  seen.settled = Settled::kQuiescent;
  seen.alive = true;
  seen.listeners.push_back({.port = 3300});
  seen.tasks.push_back({.pid = 2, .tid = 2, .state = 'S', .call = "accept"});
  return seen;
}

Observation Dead(int status) {
  Observation seen;
  seen.settled = Settled::kEnded;
  seen.end_status = status;
  return seen;
}

void AddNext(Evidence* evidence, const std::string& label, Served served) {
  ExchangeSeen next;
  next.label = label + ": next";
  next.client = 2;
  next.served = served;
  next.reply_is_certain = true;
  next.after = Alive();
  evidence->exchanges.push_back(next);
}

// A server that survives `label`, and serves the next client.
void AddSurvival(Evidence* evidence, const std::string& label) {
  evidence->moments.push_back({label + ": idle", Alive()});
  evidence->moments.push_back({label, Alive()});
  AddNext(evidence, label, Served::kReplied);
}

TEST(Aftermath, SaysNothingWhereTheNextClientIsServed) {
  Evidence evidence;
  AddSurvival(&evidence, "reset");
  EXPECT_FALSE(JudgeAftermath(evidence, "reset", "a reset"));
}

TEST(Aftermath, SaysNothingOfWhatWasNotTried) {
  EXPECT_FALSE(JudgeAftermath(Evidence(), "reset", "a reset"));
}

TEST(Aftermath, NamesTheSignalThatEndedTheWholeServer) {
  Evidence evidence;
  evidence.moments.push_back({"reset", Dead(W_EXITCODE(0, SIGPIPE))});
  AddSurvival(&evidence, "control");
  const auto verdict = JudgeAftermath(evidence, "reset", "a client had left");
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->outcome, Outcome::kFail);
  EXPECT_EQ(verdict->rationale,
            "The whole server was killed by signal 13 (SIGPIPE) after a client had left.");
}

TEST(Aftermath, AccusesNobodyWhoseControlGoesWrongToo) {
  Evidence evidence;
  evidence.moments.push_back({"reset", Dead(0)});
  evidence.moments.push_back({"control: idle", Alive()});
  evidence.moments.push_back({"control", Dead(0)});
  const auto verdict = JudgeAftermath(evidence, "reset", "a client had left");
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->outcome, Outcome::kUntested);
}

TEST(Aftermath, AccusesNobodyWithoutAControl) {
  Evidence evidence;
  evidence.moments.push_back({"reset", Alive()});
  AddNext(&evidence, "reset", Served::kNotAccepted);
  const auto verdict = JudgeAftermath(evidence, "reset", "a client had left");
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->outcome, Outcome::kUnresolved);
}

TEST(Aftermath, FailsAServerThatDoesNotAcceptTheNextClient) {
  Evidence evidence;
  evidence.moments.push_back({"reset", Alive()});
  AddNext(&evidence, "reset", Served::kNotAccepted);
  AddSurvival(&evidence, "control");
  const auto verdict = JudgeAftermath(evidence, "reset", "a client had left");
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->outcome, Outcome::kFail);
}

TEST(Aftermath, MissesAWorkerThatNobodyReplaced) {
  Evidence evidence;
  evidence.server.design = Design::kPrefork;
  AddSurvival(&evidence, "reset");
  AddSurvival(&evidence, "control");
  evidence.moments[0].seen.tasks.push_back({.pid = 3, .tid = 3, .state = 'S', .call = "accept"});
  const auto verdict = JudgeAftermath(evidence, "reset", "a client had left");
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->outcome, Outcome::kFail);
}

TEST(Aftermath, AnOperatorsClientIsServedWhenItIsAccepted) {
  Evidence evidence;
  Exchange exchange;
  exchange.operator_types = true;
  evidence.server.exchange = exchange;
  evidence.moments.push_back({"reset: idle", Alive()});
  evidence.moments.push_back({"reset", Alive()});
  AddNext(&evidence, "reset", Served::kSilent);
  evidence.exchanges.back().after.connections.push_back({.client = 2, .accepted = true});
  EXPECT_FALSE(JudgeAftermath(evidence, "reset", "a client had left"));
}

TEST(Crash, IsASignalThatOnlyAMistakeRaises) {
  EXPECT_TRUE(IsCrash(W_EXITCODE(0, SIGSEGV) | WCOREFLAG));
  EXPECT_TRUE(IsCrash(W_EXITCODE(0, SIGABRT)));
  EXPECT_FALSE(IsCrash(W_EXITCODE(0, SIGTERM)));
  EXPECT_FALSE(IsCrash(W_EXITCODE(1, 0)));
}

TEST(Crash, OfAHandlerIsToldFromThatOfTheServer) {
  Evidence evidence;
  evidence.exits.push_back({.pid = 7, .exit_status = W_EXITCODE(0, SIGSEGV)});
  evidence.moments.push_back({"long", Alive()});
  EXPECT_EQ(FailIfCrashed(evidence, "long", "a long message")->rationale,
            "The client's handler (pid 7) was killed by signal 11 (SIGSEGV) after a long message.");
  evidence.moments[0].seen = Dead(W_EXITCODE(0, SIGSEGV));
  EXPECT_EQ(FailIfCrashed(evidence, "long", "a long message")->rationale,
            "The whole server (pid 7) was killed by signal 11 (SIGSEGV) after a long message.");
}

TEST(Aftermath, LeavesAloneWhoWaitsForThePersonAtTheKeyboard) {
  Evidence evidence;
  AddSurvival(&evidence, "too much");
  evidence.exchanges.back().served = Served::kNotAccepted;
  EXPECT_TRUE(JudgeAftermath(evidence, "too much", "much had come"));
  evidence.server.exchange = Exchange();
  evidence.server.exchange->operator_types = true;
  TaskSeen& server = evidence.exchanges.back().after.tasks.front();
  server.call = "read";
  server.waits_on = {{.kind = Target::Kind::kStandardInput}};
  EXPECT_FALSE(JudgeAftermath(evidence, "too much", "much had come"));
}

}  // namespace
}  // namespace checker
