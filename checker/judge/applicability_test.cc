#include "checker/judge/applicability.h"

#include <gtest/gtest.h>

#include "checker/judge/dialogue_needs.h"
#include "checker/model/catalogue.h"

namespace checker {
namespace {

constexpr CheckWeight kFive = {CheckWeight::Mode::kPoints, 5};

Assignment Demanding(std::optional<Design> design) {
  Assignment assignment;
  assignment.is_auto = false;
  assignment.design = design;
  assignment.checks = {{"*", kFive}};
  return WithoutImpossibleChecks(assignment);
}

TEST(Applicability, WhatTheDemandedDesignRulesOutCountsForNobody) {
  EXPECT_EQ(WeightOf(Demanding(Design::kFork), "threads/ends_after_its_client_leaves").points, 0);
  EXPECT_EQ(WeightOf(Demanding(Design::kFork), "processes/reaps_finished_children").points, 5);
  EXPECT_EQ(WeightOf(Demanding(std::nullopt), "threads/ends_after_its_client_leaves").points, 5);
}

TEST(Applicability, WhereNoDesignIsDemandedNoneIsJudged) {
  EXPECT_EQ(WeightOf(Demanding(std::nullopt), "concurrency/has_demanded_design").points, 0);
  EXPECT_EQ(WeightOf(Demanding(Design::kFork), "concurrency/has_demanded_design").points, 5);
}

TEST(Applicability, WhatTheDialogueRulesOutCountsForNobody) {
  Assignment assignment;
  assignment.is_auto = false;
  assignment.checks = {{"*", kFive}};
  assignment.exchange.emplace();
  assignment.exchange->reply = Reply::kFixed;
  assignment.exchange->parts = {"x"};
  EXPECT_EQ(WeightOf(WithoutImpossibleChecks(assignment), "concurrency/keeps_clients_apart").points,
            0);
}

TEST(Applicability, AutoIsLeftAsItIs) {
  EXPECT_TRUE(WithoutImpossibleChecks(Assignment()).checks.empty());
}

std::optional<std::string> WhyNot(const char* id, const ServerFacts& facts,
                                  const Assignment& assignment = {}) {
  return NotApplicableBecause(*FindCheck(id), facts, assignment);
}

TEST(Applicability, AWebServerIsOneThatServesFiles) {
  ServerFacts facts;
  EXPECT_TRUE(WhyNot("http/answers_get", facts));  // nothing is known
  facts.exchange.emplace();
  facts.exchange->reply = Reply::kEcho;
  EXPECT_TRUE(WhyNot("http/answers_get", facts));
  facts.exchange->reply = Reply::kHttp;
  EXPECT_TRUE(WhyNot("http/answers_get", facts));  // the same page for everything, perhaps
  facts.site = HttpSite{.served = true};
  EXPECT_FALSE(WhyNot("http/answers_get", facts));
  facts.site->served = false;
  Assignment asked;
  asked.is_auto = false;
  EXPECT_FALSE(WhyNot("http/answers_get", facts, asked));  // it was asked for
}

TEST(Applicability, WhatIsSharedIsSaidByTheAssignmentOnly) {
  ServerFacts facts;
  EXPECT_TRUE(WhyNot("shared_state/broadcasts_to_every_member", facts));
  EXPECT_FALSE(WhyNot("concurrency/keeps_clients_apart", facts));
  facts.shared_state = SharedState{.chat_room = ChatRoom{.say = "{nonce}"}};
  EXPECT_FALSE(WhyNot("shared_state/broadcasts_to_every_member", facts));
  EXPECT_TRUE(WhyNot("shared_state/accepts_only_higher_bids", facts));
  EXPECT_TRUE(WhyNot("concurrency/keeps_clients_apart", facts));
}

TEST(Applicability, AClientIsHeldToWhatClientsDo) {
  Assignment client;
  client.is_auto = false;
  client.role = Role::kClient;
  EXPECT_FALSE(WhyNot("client/sends_one_message", {}, client));
  EXPECT_FALSE(WhyNot("build/compiles", {}, client));
  EXPECT_TRUE(WhyNot("exchange/replies_to_one_message", {}, client));
  EXPECT_TRUE(WhyNot("client/sends_one_message", {}));
}

Verdict JudgeDesign(Design found, Confidence confidence) {
  Evidence evidence;
  evidence.demanded_design = Design::kFork;
  evidence.server.design = found;
  evidence.server.design_confidence = confidence;
  return FindCheck("concurrency/has_demanded_design")->judge(evidence);
}

TEST(HasDemandedDesign, OnlyADesignThatWasSeenFails) {
  EXPECT_EQ(JudgeDesign(Design::kFork, Confidence::kSeen).outcome, Outcome::kPass);
  EXPECT_EQ(JudgeDesign(Design::kFork, Confidence::kGuessed).outcome, Outcome::kPass);
  EXPECT_EQ(JudgeDesign(Design::kThreads, Confidence::kSeen).outcome, Outcome::kFail);
  EXPECT_EQ(JudgeDesign(Design::kThreads, Confidence::kGuessed).outcome, Outcome::kUnresolved);
  EXPECT_EQ(JudgeDesign(Design::kUnknown, Confidence::kGuessed).outcome, Outcome::kUnresolved);
}

// A check that needs these, of a server with this design and exchange.
std::optional<std::string> WhyNot(const std::vector<Design>& designs,
                                  const std::vector<Need>& needs, Design design,
                                  std::optional<Exchange> exchange) {
  Check check;
  check.id = "zz_applicability_test/any";
  check.applies_to = designs;
  check.needs = needs;
  ServerFacts facts;
  facts.design = design;
  facts.exchange = std::move(exchange);
  return NotApplicableBecause(check, facts, Assignment());
}

Exchange EchoExchange() {
  Exchange exchange;
  exchange.reply = Reply::kEcho;
  exchange.nonce_form = NonceForm::kSame;
  exchange.parts = {"{nonce}"};
  return exchange;
}

constexpr Need kAllNeeds[] = {Need::kHeldClient, Need::kReply, Need::kNonceReply,
                              Need::kClientSpeaks};

TEST(NotApplicable, IsACheckOfAnotherDesignAndTheReasonNamesBoth) {
  const std::vector<Design> forking = {Design::kFork, Design::kPrefork};
  EXPECT_EQ(WhyNot(forking, {}, Design::kPrefork, {}), std::nullopt);
  EXPECT_EQ(WhyNot({}, {}, Design::kThreads, {}), std::nullopt);
  EXPECT_EQ(WhyNot(forking, {}, Design::kThreads, {}),
            "the design is threads, not fork or prefork");
  EXPECT_TRUE(WhyNot(forking, {}, Design::kUnknown, {}));
}

TEST(NotApplicable, IsNothingWhereTheDialogueIsUnknownOrGivesAll) {
  for (const Need need : kAllNeeds) {
    EXPECT_EQ(WhyNot({}, {need}, Design::kFork, std::nullopt), std::nullopt) << Name(need);
    EXPECT_EQ(WhyNot({}, {need}, Design::kFork, EchoExchange()), std::nullopt) << Name(need);
  }
}

TEST(NotApplicable, IsACheckThatNeedsWhatTheDialogueDoesNotGive) {
  Exchange speaks_and_closes;
  speaks_and_closes.greets_and_closes = true;
  speaks_and_closes.reply = Reply::kFixed;
  EXPECT_TRUE(WhyNot({}, {Need::kHeldClient}, Design::kFork, speaks_and_closes));
  EXPECT_TRUE(WhyNot({}, {Need::kClientSpeaks}, Design::kFork, speaks_and_closes));
  EXPECT_TRUE(WhyNot({}, {Need::kNonceReply}, Design::kFork, speaks_and_closes));
  EXPECT_FALSE(WhyNot({}, {Need::kReply}, Design::kFork, speaks_and_closes));
  Exchange silent = EchoExchange();
  silent.reply = Reply::kNone;
  silent.nonce_form = NonceForm::kNone;
  EXPECT_TRUE(WhyNot({}, {Need::kReply}, Design::kFork, silent));
  EXPECT_TRUE(WhyNot({}, {Need::kNonceReply}, Design::kFork, silent));
  EXPECT_FALSE(WhyNot({}, {Need::kHeldClient}, Design::kFork, silent));
}

TEST(NotApplicable, IsWhatAsksForMoreThanWasSeenOfTheDialogue) {
  Exchange echo = EchoExchange();
  echo.confidence = Confidence::kSeen;
  EXPECT_FALSE(WhyNot({}, {Need::kSureReply}, Design::kFork, echo));
  for (const Need need :
       {Need::kFurtherMessages, Need::kMessageEnd, Need::kAnyLength, Need::kEndWord,
        Need::kHalfDuplex, Need::kFullDuplex, Need::kClientStream, Need::kServerStream}) {
    EXPECT_TRUE(WhyNot({}, {need}, Design::kFork, echo)) << Name(need);
  }
  echo.ends = Ends::kEof;
  for (const Need need : {Need::kFurtherMessages, Need::kAnyLength, Need::kHalfDuplex}) {
    EXPECT_FALSE(WhyNot({}, {need}, Design::kFork, echo)) << Name(need);
  }
  echo.framing = Framing::kFixed;
  EXPECT_TRUE(WhyNot({}, {Need::kAnyLength}, Design::kFork, echo));
  echo.operator_types = true;
  EXPECT_TRUE(WhyNot({}, {Need::kSureReply}, Design::kFork, echo));
}

TEST(NotApplicable, InSimplexIsWhatTheSilentSideWouldHaveToSay) {
  Exchange client_speaks;
  client_speaks.turns = Turns::kSimplex;
  client_speaks.reply = Reply::kNone;
  client_speaks.parts = {"{nonce}"};
  EXPECT_TRUE(WhyNot({}, {Need::kSpeech}, Design::kFork, client_speaks));
  EXPECT_FALSE(WhyNot({}, {Need::kClientStream}, Design::kFork, client_speaks));
  EXPECT_TRUE(WhyNot({}, {Need::kServerStream}, Design::kFork, client_speaks));
  Exchange server_speaks;
  server_speaks.greets_and_closes = true;
  server_speaks.confidence = Confidence::kSeen;
  EXPECT_FALSE(WhyNot({}, {Need::kSpeech}, Design::kFork, server_speaks));
  EXPECT_FALSE(WhyNot({}, {Need::kServerStream}, Design::kFork, server_speaks));
}

TEST(NotApplicable, IsThePortWhereItIsANewOneEachTimeAndNobodyGaveOne) {
  ServerFacts facts;
  facts.port_source = PortSource::kEphemeral;
  EXPECT_TRUE(MissingAtStart(Need::kPortOfItsOwn, facts));
  facts.demanded_port = 4444;
  EXPECT_FALSE(MissingAtStart(Need::kPortOfItsOwn, facts));
  EXPECT_TRUE(MissingAtStart(Need::kArguments, facts));
  facts.launch.arguments = {"{port}"};
  EXPECT_FALSE(MissingAtStart(Need::kArguments, facts));
}

TEST(NotApplicable, IsWhatTheAssignmentRulesOut) {
  Assignment assignment;
  assignment.is_auto = false;
  assignment.checks = {{"*", kFive}, {"robustness/", {CheckWeight::Mode::kOff}}};
  Check check;
  check.id = "robustness/survives_connection_reset";
  EXPECT_TRUE(NotApplicableBecause(check, ServerFacts(), assignment));
  check.id = "exchange/replies_to_one_message";
  EXPECT_FALSE(NotApplicableBecause(check, ServerFacts(), assignment));
}

}  // namespace
}  // namespace checker
