#include "checker/drive/network_turn.h"

#include <gtest/gtest.h>

#include <optional>
#include <thread>

namespace checker {
namespace {

TEST(NetworkTurn, IsHeldByOneAtATime) {
  auto first = NetworkTurn::Take(nullptr, nullptr);
  ASSERT_TRUE(first);
  volatile std::sig_atomic_t stop = 0;
  // Whoever has to wait says so, and gives up when told to.
  const auto second = NetworkTurn::Take([&stop] { stop = 1; }, &stop);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().reason(), "interrupted");
}

TEST(NetworkTurn, GoesToWhoWaitsWhenItsHolderEnds) {
  std::optional<NetworkTurn> first = std::move(NetworkTurn::Take(nullptr, nullptr).value());
  std::thread other([] { EXPECT_TRUE(NetworkTurn::Take(nullptr, nullptr)); });
  first.reset();
  other.join();
  EXPECT_TRUE(NetworkTurn::Take(nullptr, nullptr));
}

}  // namespace
}  // namespace checker
