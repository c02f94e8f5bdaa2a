#include "checker/build/compiler.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace checker {
namespace {

using Words = std::vector<std::string>;

bool Has(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

TEST(Compiler, ChoosesTheCompilerByTheLanguages) {
  const auto c = CompileCommand({.output = "s", .sources = {{.path = "s.c"}}});
  EXPECT_EQ(c.front(), "gcc");
  EXPECT_TRUE(Has(c, "-std=gnu17"));
  const SourceFile cpp_source{.path = "t.cc", .language = Language::kCpp};
  const auto cpp = CompileCommand({.output = "s", .sources = {cpp_source}});
  EXPECT_EQ(cpp.front(), "g++");
  EXPECT_TRUE(Has(cpp, "-std=gnu++20"));
  const auto both = CompileCommand({.output = "s", .sources = {{.path = "s.c"}, cpp_source}});
  EXPECT_EQ(both.front(), "gcc");
  EXPECT_TRUE(Has(both, "-lstdc++"));
}

TEST(Compiler, NamesThatLookLikeOptionsAreOperands) {
  const auto command =
      CompileCommand({.output = "s", .sources = {{.path = "-rf.c"}, {.path = "@x.c"}}});
  EXPECT_TRUE(Has(command, "./-rf.c"));
  EXPECT_TRUE(Has(command, "./@x.c"));
}

TEST(Compiler, LibrariesAndLastFlagsStandBehindTheSources) {
  const auto command = CompileCommand({.output = "s",
                                       .sources = {{.path = "s.c"}},
                                       .last_flags = {"-fsanitize=address"},
                                       .libraries = {"-lm"}});
  EXPECT_EQ(Words(command.end() - 3, command.end()), (Words{"s.c", "-lm", "-fsanitize=address"}));
}

TEST(Compiler, KnowsTheLibrariesOfWellKnownSymbols) {
  EXPECT_EQ(LibrariesFor({"pow", "crypt"}), (Words{"-lcrypt", "-lm"}));
  EXPECT_EQ(LibrariesFor({"SSL_new"}), (Words{"-lssl", "-lcrypto"}));
  EXPECT_EQ(LibrariesFor({"initscr", "shm_open"}), (Words{"-lncurses", "-lrt"}));
  EXPECT_EQ(LibrariesFor({"power", "my_function"}), Words{});
}

TEST(Compiler, WritesCommandsAsAPersonWouldTypeThem) {
  EXPECT_EQ(CommandText({"gcc", "-o", "a b", "it's.c", ""}), "gcc -o 'a b' 'it'\\''s.c' ''");
}

}  // namespace
}  // namespace checker
