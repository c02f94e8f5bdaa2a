#include "sandbox/launch/launch_request.h"

#include <gtest/gtest.h>

namespace sandbox {
namespace {

LaunchRequest Example() {
  LaunchRequest request;
  request.numbers.memory = 1u << 29;
  request.numbers.input = InputKind::kPipe;
  request.temporary_folder = "/tmp";
  request.argv = {"./server", "", "a b\n"};
  request.environment = {"A=1"};
  request.bpf = std::string("\0\1\2", 3);
  request.port_address = "127.0.0.1";
  return request;
}

TEST(LaunchRequestTest, DecodesToWhatWasEncoded) {
  auto decoded = DecodeLaunchRequest(Encode(Example()));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->numbers.memory, 1u << 29);
  EXPECT_EQ(decoded->numbers.input, InputKind::kPipe);
  EXPECT_EQ(decoded->argv, Example().argv);
  EXPECT_EQ(decoded->environment, Example().environment);
  EXPECT_EQ(decoded->bpf, Example().bpf);
  EXPECT_EQ(decoded->port_address, "127.0.0.1");
  EXPECT_EQ(decoded->temporary_folder, "/tmp");
}

TEST(LaunchRequestTest, RejectsAnyPrefixAndAnySurplus) {
  std::string bytes = Encode(Example());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(DecodeLaunchRequest(std::string_view(bytes).substr(0, size))) << size;
  }
  EXPECT_FALSE(DecodeLaunchRequest(bytes + "x"));
}

TEST(LaunchRequestTest, RejectsAnotherVersion) {
  std::string bytes = Encode(Example());
  bytes[0] ^= 0x40;
  EXPECT_FALSE(DecodeLaunchRequest(bytes));
}

}  // namespace
}  // namespace sandbox
