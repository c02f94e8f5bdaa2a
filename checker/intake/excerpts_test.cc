#include "checker/intake/excerpts.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace checker {
namespace {

using Lines = std::vector<std::string>;

TEST(Excerpts, HaveNeighboursAsFarAsThereAre) {
  const std::string text = "one\ntwo\nthree\nfour\nfive";
  EXPECT_EQ(Excerpt("a.c", text, 3, 1).lines, (Lines{"two", "three", "four"}));
  EXPECT_EQ(Excerpt("a.c", text, 3, 1).first_line, 2);
  EXPECT_EQ(Excerpt("a.c", text, 1, 2).lines, (Lines{"one", "two", "three"}));
  EXPECT_EQ(Excerpt("a.c", text, 5, 1).lines, (Lines{"four", "five"}));
}

TEST(Excerpts, WithoutTheLineThereIsNone) {
  EXPECT_TRUE(Excerpt("a.c", "one\n", 2, 2).lines.empty());
  EXPECT_TRUE(Excerpt("a.c", "one\n", 0, 2).lines.empty());
  EXPECT_TRUE(Excerpt("a.c", "", 1, 2).lines.empty());
}

TEST(Excerpts, AreTakenFromTheSubmissionsOwnSourcesOnly) {
  const std::string folder = testing::TempDir() + "excerpts";
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/server.c") << "int main(void)\n{\n  return missing;\n}\n";
  ScoreReport report;
  report.build.diagnostics = {{"server.c", 3, 10, "error", "missing"},
                              {"server.c", 3, 17, "error", "the same line again"},
                              {"/etc/passwd", 1, 1, "error", "#line says so"},
                              {"../server.c", 1, 1, "error", "outside"},
                              {"server.c", 1, 1, "warning", "no error"}};
  const auto excerpts = ExcerptsOf(report, {{.path = "server.c"}}, folder);
  ASSERT_EQ(excerpts.size(), 1u);
  EXPECT_EQ(excerpts[0].file, "server.c");
  EXPECT_EQ(excerpts[0].first_line, 1);
  EXPECT_EQ(excerpts[0].lines, (Lines{"int main(void)", "{", "  return missing;", "}"}));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace checker
