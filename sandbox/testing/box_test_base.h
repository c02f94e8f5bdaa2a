// Ground for tests that launch the programs of this folder: each runs in a box of namespaces and in
// one without.
//
//   TEST_P(FilesTest, CannotSeeTheHost) { EXPECT_EQ(OutputOf({"./open_files", "/root"}), ...); }
//
//   RUN_IN_EVERY_KIND_OF_BOX(FilesTest);
//
// A kind that this host or user cannot have is skipped with the reason. Waiting is for a state,
// with a deadline.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sandbox/launch/box.h"
#include "sandbox/os/deadline.h"

namespace sandbox {

enum class BoxKind { kIsolated, kShared };
void PrintTo(BoxKind kind, std::ostream* out);

// How patient a test is: never waited for where all is well.
inline Deadline Soon() { return Deadline::After(std::chrono::seconds(20)); }

// O_DIRECTORY descriptor of the folder with the programs, beside this one. Open until the process
// ends.
int ProgramsDir();

Isolation IsolationOf(BoxKind kind);

// A launch of one of the programs with the server's policy.
LaunchSpec SpecFor(BoxKind kind, std::vector<std::string> argv);

// Up to end-of-file, so until nobody holds the other end; or what came before the deadline.
std::string ReadAll(int fd);
// One line without its newline, or what came before the deadline or the end.
std::string ReadLine(int fd);

std::optional<Termination> AwaitEnd(Box& box);

class BoxTest : public ::testing::TestWithParam<BoxKind> {
 protected:
  void SetUp() override;

  bool isolated() const { return GetParam() == BoxKind::kIsolated; }
  LaunchSpec Spec(std::vector<std::string> argv) const {
    return SpecFor(GetParam(), std::move(argv));
  }
  // Fails the test if it cannot be launched.
  static Box Start(const LaunchSpec& spec);
  Box Start(std::vector<std::string> argv) const { return Start(Spec(std::move(argv))); }
  // The whole output of a program that ends.
  std::string OutputOf(std::vector<std::string> argv) const;
};

std::string NameOfKind(const ::testing::TestParamInfo<BoxKind>& info);

}  // namespace sandbox

#define RUN_IN_EVERY_KIND_OF_BOX(Suite)                                                        \
  INSTANTIATE_TEST_SUITE_P(In, Suite, ::testing::Values(BoxKind::kIsolated, BoxKind::kShared), \
                           NameOfKind)
