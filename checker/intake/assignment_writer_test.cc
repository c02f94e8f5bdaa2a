#include "checker/intake/assignment_writer.h"

#include <gtest/gtest.h>

#include "checker/intake/assignment_reader.h"

namespace checker {
namespace {

Assignment ReadBack(const std::string& text) {
  const auto read = ReadAssignmentText(text, "/nowhere/lab.json", "/nowhere");
  if (!read) ADD_FAILURE() << read.error().Text() << '\n' << text;
  return read ? *read : Assignment();
}

// A report on a server that was learnt to talk like this.
ScoreReport Learnt(Exchange exchange) {
  exchange.confidence = Confidence::kSeen;
  ScoreReport report;
  report.submission_name = "anna \x01";
  report.server.emplace();
  report.server->launch = {{"{port}"}, {}};
  report.server->port_source = PortSource::kArgument;
  report.server->design = Design::kFork;
  report.server->design_confidence = Confidence::kSeen;
  report.server->exchange = std::move(exchange);
  CheckResult check;
  check.id = "build/compiles";
  check.max_points = 10;
  report.checks.push_back(check);
  return report;
}

Exchange Echo() {
  Exchange exchange;
  exchange.speaks_first = Speaker::kClient;
  exchange.reply = Reply::kEcho;
  exchange.nonce_form = NonceForm::kSame;
  exchange.ends = Ends::kEof;
  exchange.framing = Framing::kNul;
  exchange.parts = {"hello{nonce}" + std::string(1, '\0')};
  return exchange;
}

Exchange RoundTrip(const Exchange& exchange) {
  return ReadBack(LearntAssignment(Learnt(exchange), "lab", "anna")).exchange.value_or(Exchange());
}

TEST(AssignmentWriter, TheStarterIsValidAndBearsItsName) {
  const Assignment starter = ReadBack(StarterAssignment("ID-lab-3"));
  EXPECT_EQ(starter.id, "ID-lab-3");
  EXPECT_NE(starter.title.find("ID-lab-3"), std::string::npos);
  EXPECT_EQ(starter.design, Design::kFork);
}

TEST(AssignmentWriter, WhatWasLearntReadsBackAsDemands) {
  const Assignment read = ReadBack(LearntAssignment(Learnt(Echo()), "lab", "anna"));
  EXPECT_EQ(read.launch->arguments, std::vector<std::string>{"{port}"});
  EXPECT_EQ(read.design, Design::kFork);
  EXPECT_EQ(WeightOf(read, "build/compiles").points, 10);
  EXPECT_EQ(WeightOf(read, "startup/listens_for_connections").points, 0);
  EXPECT_EQ(read.reference, "/nowhere/anna");
  EXPECT_EQ(read.exchange->parts, Echo().parts);
  EXPECT_EQ(read.exchange->framing, Framing::kNul);
  EXPECT_EQ(read.exchange->ends, Ends::kEof);
  EXPECT_EQ(read.exchange->nonce_form, NonceForm::kSame);
}

TEST(AssignmentWriter, EveryKindOfReplyReadsBackAsItself) {
  for (const Reply reply : {Reply::kNone, Reply::kEcho, Reply::kUpper, Reply::kFixed,
                            Reply::kOperator, Reply::kHttp, Reply::kOther}) {
    Exchange exchange = Echo();
    exchange.reply = reply;
    exchange.fixed_reply = reply == Reply::kFixed ? "Welcome" : "";
    exchange.operator_types = reply == Reply::kOperator;
    if (reply != Reply::kEcho) exchange.nonce_form = NonceForm::kNone;
    if (reply == Reply::kUpper) exchange.nonce_form = NonceForm::kUpper;
    const Exchange read = RoundTrip(exchange);
    EXPECT_EQ(read.reply, reply) << Name(reply);
    EXPECT_EQ(read.fixed_reply, exchange.fixed_reply);
    EXPECT_EQ(read.operator_types, exchange.operator_types);
    EXPECT_EQ(read.nonce_form, exchange.nonce_form);
  }
}

TEST(AssignmentWriter, ANonceAmongTheServersOwnWordsReadsBackAsThat) {
  for (const NonceForm form : {NonceForm::kSame, NonceForm::kReversed}) {
    Exchange exchange = Echo();
    exchange.reply = Reply::kOther;
    exchange.nonce_form = form;
    EXPECT_EQ(RoundTrip(exchange).reply, Reply::kOther);
    EXPECT_EQ(RoundTrip(exchange).nonce_form, form);
  }
}

TEST(AssignmentWriter, AnOpeningReadsBackAsOne) {
  Exchange login = Echo();
  login.opening = {"I am {nonce}\n", std::string("\0\1", 2)};
  EXPECT_EQ(RoundTrip(login).opening, login.opening);
  EXPECT_EQ(RoundTrip(login).parts, login.parts);
  login.speaks_first = Speaker::kServer;
  EXPECT_EQ(RoundTrip(login).opening, login.opening);
}

TEST(AssignmentWriter, AServerThatSpeaksFirstReadsBackAsOne) {
  Exchange greets = Echo();
  greets.speaks_first = Speaker::kServer;
  greets.greeting = "welcome";
  EXPECT_EQ(RoundTrip(greets).speaks_first, Speaker::kServer);
  EXPECT_EQ(RoundTrip(greets).reply, Reply::kEcho);
  Exchange closes;
  closes.speaks_first = Speaker::kServer;
  closes.greets_and_closes = true;
  closes.reply = Reply::kFixed;
  closes.fixed_reply = "12:00";
  closes.ends = Ends::kOne;
  EXPECT_TRUE(RoundTrip(closes).greets_and_closes);
  EXPECT_EQ(RoundTrip(closes).fixed_reply, "12:00");
  closes.greets_and_closes = false;
  closes.reply = Reply::kOperator;
  closes.operator_types = true;
  EXPECT_EQ(RoundTrip(closes).reply, Reply::kOperator);
  EXPECT_FALSE(RoundTrip(closes).greets_and_closes);
}

TEST(AssignmentWriter, WhatIsUncertainOrCannotBeWrittenIsLeftToBeLearntAnew) {
  ScoreReport report = Learnt(Echo());
  report.server->exchange->confidence = Confidence::kGuessed;
  report.server->design_confidence = Confidence::kGuessed;
  const Assignment read = ReadBack(LearntAssignment(report, "lab", "anna"));
  EXPECT_FALSE(read.exchange);
  EXPECT_FALSE(read.design);
  Exchange garbage = Echo();
  garbage.reply = Reply::kFixed;
  garbage.nonce_form = NonceForm::kNone;
  garbage.fixed_reply = "\xff\xfe";
  EXPECT_EQ(RoundTrip(garbage).reply, Reply::kOther);
  Exchange bytes = Echo();
  bytes.parts = {"\xff\xfe{nonce}"};
  EXPECT_EQ(RoundTrip(bytes).reply, Reply::kUnknown) << "JSON has no strings of bytes";
}

TEST(AssignmentWriter, ANameBecomesAnId) {
  EXPECT_EQ(AsAssignmentId("lab5 (final version)"), "lab5-final-version");
  EXPECT_EQ(AsAssignmentId("../x"), "x");
  EXPECT_EQ(AsAssignmentId("auto"), "auto-1");
  EXPECT_EQ(AsAssignmentId("\xc3\xa9"), "assignment");
}

}  // namespace
}  // namespace checker
