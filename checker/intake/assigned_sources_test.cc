#include "checker/intake/assigned_sources.h"

#include <gtest/gtest.h>

namespace checker {
namespace {

Submission Folder() {
  Submission submission;
  submission.sources = {{.path = "client.c"},
                        {.path = "server.c"},
                        {.path = "extra.cpp", .language = Language::kCpp}};
  return submission;
}

TEST(AssignedSources, WithoutAWishAllAreThere) {
  EXPECT_EQ(WithAssignedSources(Folder(), Assignment()).sources.size(), 3u);
}

TEST(AssignedSources, OnlyTheNamedOnesAreLeft) {
  Assignment assignment;
  assignment.sources = {"server.c"};
  const Submission left = WithAssignedSources(Folder(), assignment);
  ASSERT_EQ(left.sources.size(), 1u);
  EXPECT_EQ(left.sources[0].path, "server.c");
  EXPECT_EQ(left.not_buildable, "");
}

TEST(AssignedSources, ANamedOneThatIsMissingIsSaid) {
  Assignment assignment;
  assignment.sources = {"server.c", "net.c"};
  EXPECT_EQ(WithAssignedSources(Folder(), assignment).not_buildable,
            "the assignment asks for net.c, which is not there");
}

TEST(AssignedSources, ASingleFileMayHaveAnyName) {
  Assignment assignment;
  assignment.sources = {"server.c"};
  Submission file{.kind = Submission::Kind::kSourceFile, .sources = {{.path = "my server.c"}}};
  EXPECT_EQ(WithAssignedSources(file, assignment).sources.size(), 1u);
}

TEST(AssignedSources, AnotherLanguageDoesNotCount) {
  Assignment assignment;
  assignment.language = Language::kCpp;
  EXPECT_EQ(WithAssignedSources(Folder(), assignment).sources.size(), 1u);
  Submission file{.kind = Submission::Kind::kSourceFile, .sources = {{.path = "server.c"}}};
  EXPECT_NE(WithAssignedSources(file, assignment).not_buildable.find("asks for C++"),
            std::string::npos);
}

}  // namespace
}  // namespace checker
