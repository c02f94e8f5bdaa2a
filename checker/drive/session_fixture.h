// For tests: sessions with a program of one's own.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "checker/drive/run_to_end.h"
#include "checker/drive/session.h"
#include "checker/probe/test_program.h"

namespace checker {

class SessionTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto& network = sandbox::ProbeIsolation().network_namespace;
    if (!network.on) GTEST_SKIP() << network.reason.value_or("no network of its own");
  }

  LaunchPlan PlanFor(const std::string& source) {
    program_ = std::make_unique<TestProgram>(source);
    LaunchPlan plan;
    plan.folder = program_->folder();
    plan.program = program_->name();
    plan.isolation = sandbox::ProbeIsolation();
    plan.port = 5000;
    plan.seed = 7;
    return plan;
  }

  // A server that echoes, started with its port as argument unless other arguments are given.
  static ServerFacts EchoFacts(std::vector<std::string> arguments = {"{port}"}) {
    ServerFacts facts;
    facts.launch.arguments = std::move(arguments);
    facts.exchange.emplace();
    facts.exchange->speaks_first = Speaker::kClient;
    facts.exchange->reply = Reply::kEcho;
    facts.exchange->nonce_form = NonceForm::kSame;
    facts.exchange->confidence = Confidence::kSeen;
    facts.exchange->parts = {"hello{nonce}"};
    return facts;
  }

  static Start Launch(Session& session) {
    const auto start = RunToEnd(session.Launch());
    if (!start) ADD_FAILURE() << start.error().Text();
    return start ? *start : Start::kUndecided;
  }

  std::unique_ptr<TestProgram> program_;
};

}  // namespace checker
