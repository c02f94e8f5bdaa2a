// For tests: a program of one's own in a box, clients that talk to it, and looks until it is at
// rest.
#pragma once

#include <gtest/gtest.h>
#include <sched.h>

#include <deque>
#include <memory>
#include <string>

#include "checker/drive/client.h"
#include "checker/probe/look.h"
#include "checker/probe/observe.h"
#include "checker/probe/rest.h"
#include "checker/probe/test_program.h"
#include "sandbox/launch/box.h"
#include "sandbox/os/deadline.h"

namespace checker {

class ProbeTest : public testing::Test {
 protected:
  static constexpr int kPort = 5000;  // of a network that is the box's own

  void SetUp() override {
    const auto& network = sandbox::ProbeIsolation().network_namespace;
    if (!network.on) GTEST_SKIP() << network.reason.value_or("no network of its own");
  }

  // The program has set itself up.
  void Launch(const std::string& source) {
    LaunchWithoutRest(source);
    if (box_) LookUntilRest();
  }

  void LaunchWithoutRest(const std::string& source) {
    looker_.reset();
    box_.reset();
    program_ = std::make_unique<TestProgram>(source);
    sandbox::LaunchSpec spec;
    spec.argv = {"./" + program_->name(), std::to_string(kPort)};
    spec.source_dir = program_->folder();
    spec.policy = sandbox::ServerPolicy();
    spec.isolation = sandbox::ProbeIsolation();
    auto box = sandbox::Box::Launch(spec);
    ASSERT_TRUE(box) << box.error().Text();
    box_ = std::make_unique<sandbox::Box>(std::move(*box));
    looker_ = std::make_unique<Looker>(box_.get());
  }

  Client& Connect() {
    Client& client = clients_.emplace_back(static_cast<int>(clients_.size()) + 1,
                                           box_->NewSocket(AF_INET).value());
    sockaddr_storage address{};
    auto& in = reinterpret_cast<sockaddr_in&>(address);
    in.sin_family = AF_INET;
    in.sin_port = htons(kPort);
    in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto started = client.StartConnect(address);
    EXPECT_TRUE(started) << started.error().Text();
    return client;
  }

  bool Pump() {
    bool news = false;
    for (Client& client : clients_) news |= client.Pump();
    return news;
  }

  Look TakeLook() {
    std::vector<ClientEnd> ends;
    for (const Client& client : clients_) ends.push_back(client.End());
    auto look = looker_->Take(ends);
    EXPECT_TRUE(look) << look.error().Text();
    return look ? *look : Look();
  }

  // The second of the two looks that prove that the server has nothing more to do.
  Look LookUntilRest() {
    RestDetector detector(habits_);
    const auto deadline = sandbox::Deadline::After(std::chrono::seconds(20));
    while (!deadline.passed()) {
      if (Pump()) detector.Restart();
      Look look = TakeLook();
      settled_ = detector.Feed(look);
      if (settled_ && !Pump()) return look;
      sched_yield();
    }
    ADD_FAILURE() << "the server does not come to rest";
    return TakeLook();
  }

  Observation Observe() {
    const Look look = LookUntilRest();
    std::set<int> accepted;
    for (const auto& [inode, client] : look.clients_by_inode) accepted.insert(client);
    return checker::Observe(*box_, look, accepted);
  }

  Habits habits_;
  std::optional<Settled> settled_;
  std::unique_ptr<TestProgram> program_;
  std::unique_ptr<sandbox::Box> box_;
  std::unique_ptr<Looker> looker_;
  std::deque<Client> clients_;
};

}  // namespace checker
